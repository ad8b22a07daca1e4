/**
 * Files of the course in a form: content names them `/static/name.png`, which only the platform can turn into an address that a browser
 * can open. The server's check says the addresses (`urls`); a picture keeps its name in `data-static`, and that is what is read back.
 */
const NAME = /^\/static\/./;
const SAFE = /^(https?:\/\/|\/(?!\/))/;

export class Pictures {
  private readonly known = new Map<string, string>();

  /** The address of `src`; "" while the server has not said it. */
  of(src: string): string {
    if (!NAME.test(src)) return src;
    const url = this.known.get(src) || '';
    return SAFE.test(url) ? url : '';
  }

  /** `text` (JSON or HTML) with every name that is known turned into its address. */
  resolve(text: string): string {
    return text.replace(/\/static\/[^"'\\\s<>]+/g, (name) => this.of(name) || name);
  }

  /** Makes `image` (or a player) show `src`, now or as soon as its address is known. */
  show(image: HTMLElement, src: string): void {
    const url = this.of(src);
    if (NAME.test(src)) image.setAttribute('data-static', src);
    else image.removeAttribute('data-static');
    if (!url) image.removeAttribute('src');
    else if (image.getAttribute('src') !== url) image.setAttribute('src', url);
  }

  /** Pictures in `part`, as content names them. */
  dress(part: ParentNode): void {
    part.querySelectorAll('img').forEach((image) => this.show(image, image.getAttribute('data-static') || image.getAttribute('src') || ''));
  }

  /** What the server said; pictures in `root` that waited for it appear. True where something is new. */
  learn(urls: Record<string, string> | undefined, root: ParentNode): boolean {
    const news = Object.keys(urls || {}).filter((name) => this.known.get(name) !== urls![name]);
    news.forEach((name) => this.known.set(name, urls![name]!));
    if (news.length) root.querySelectorAll<HTMLElement>('[data-static]').forEach((image) => this.show(image, image.getAttribute('data-static')!));
    return news.length > 0;
  }
}
