/** A labelled address of a file of the course, with the buttons that choose one. */
import { lineField, type LineField, type Places } from './fields';
import { pick, type Remind } from './pick';
import type { Kind } from './upload';

export interface FileField extends LineField {
  kind: Kind;
  remind: Remind;
  seen?: boolean | undefined;
}

/** The address of a file, with the buttons beside it wherever files can be kept. */
export function fileField(places: Places, field: FileField): HTMLElement {
  const node = lineField(places, field);
  const { files } = places;
  if (!files) return node;
  const { kind, remind, path, seen } = field;
  const input = node.querySelector('input')!;
  const put = (address: string): void => {
    input.value = address;
    field.oninput(address);
  };
  const one = pick({ files, kind, remind, seen, path, id: input.id, value: () => input.value.trim(), put });
  input.addEventListener('input', one.paint);
  input.insertAdjacentElement('afterend', one.node);
  return node;
}
