/** Pointer and wheel on the picture: drag a box, push the picture, pinch. One for mouse, pen and touch. */

import { zoomed, type Camera } from './camera';

export interface Target {
  readonly field: SVGSVGElement;
  camera: Camera;
  /** The id of the box under `element`, or null. */
  nodeAt(element: EventTarget | null): string | null;
  /** Whether a drag that begins on the box moves it; else it pushes the picture. */
  movable(id: string, touch: boolean): boolean;
  /** A drag's way so far, in the picture's own units; `done`: it ended there; `back`: it was broken off. */
  drag(id: string, dx: number, dy: number, state: 'on' | 'done' | 'back'): void;
  look(camera: Camera): void;
}

/** A finger trembles: less than this is a tap (px). */
const SLACK = 6;

export class Gestures {
  private readonly down = new Map<number, [number, number]>();
  private held: { id: string | null; start: [number, number]; from: Camera; moved: boolean } | null = null;
  private spread = 0;
  private waiting: (() => void) | null = null;
  private frame = 0;
  /** After a drag the click that follows is not one. */
  justMoved = false;

  constructor(private readonly target: Target) {
    const { field } = target;
    field.addEventListener('pointerdown', this.onDown);
    field.addEventListener('pointermove', this.onMove);
    field.addEventListener('pointerup', this.onUp);
    field.addEventListener('pointercancel', this.onCancel);
    field.addEventListener('wheel', this.onWheel, { passive: false });
  }

  destroy(): void {
    const { field } = this.target;
    field.removeEventListener('pointerdown', this.onDown);
    field.removeEventListener('pointermove', this.onMove);
    field.removeEventListener('pointerup', this.onUp);
    field.removeEventListener('pointercancel', this.onCancel);
    field.removeEventListener('wheel', this.onWheel);
    cancelAnimationFrame(this.frame);
  }

  /** At most once a frame: pointers report more often than screens draw. */
  private soon(act: () => void): void {
    this.waiting = act;
    if (!this.frame) this.frame = requestAnimationFrame(() => this.flush());
  }

  private flush(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const act = this.waiting;
    this.waiting = null;
    if (act) act();
  }

  private readonly onDown = (event: PointerEvent): void => {
    if (event.button > 0) return;
    this.down.set(event.pointerId, [event.clientX, event.clientY]);
    this.justMoved = false;
    if (this.down.size === 1) {
      const id = this.target.nodeAt(event.target);
      this.held = { id: id && this.target.movable(id, event.pointerType === 'touch') ? id : null, start: [event.clientX, event.clientY], from: { ...this.target.camera }, moved: false };
    } else {
      this.letGo('back');
      this.spread = this.apart();
    }
  };

  private readonly onMove = (event: PointerEvent): void => {
    const before = this.down.get(event.pointerId);
    if (!before) return;
    const { target, held } = this;
    if (this.down.size >= 2) {
      const [mx, my] = this.middle();
      this.down.set(event.pointerId, [event.clientX, event.clientY]);
      const [nx, ny] = this.middle();
      const apart = this.apart();
      const box = target.field.getBoundingClientRect();
      const next = zoomed(target.camera, this.spread > 0 ? apart / this.spread : 1, nx - box.left, ny - box.top);
      this.spread = apart;
      target.camera = { k: next.k, x: next.x + nx - mx, y: next.y + ny - my };
      this.soon(() => target.look(target.camera));
      return;
    }
    this.down.set(event.pointerId, [event.clientX, event.clientY]);
    if (!held) return;
    const dx = event.clientX - held.start[0];
    const dy = event.clientY - held.start[1];
    if (!held.moved) {
      if (Math.abs(dx) < SLACK && Math.abs(dy) < SLACK) return;
      held.moved = true;
      if (target.field.setPointerCapture) target.field.setPointerCapture(event.pointerId);
      target.field.classList.add('hv-gfield--held');
    }
    if (held.id) this.soon(() => target.drag(held.id!, dx / target.camera.k, dy / target.camera.k, 'on'));
    else this.soon(() => target.look({ k: target.camera.k, x: held.from.x + dx, y: held.from.y + dy }));
  };

  private readonly onUp = (event: PointerEvent): void => {
    if (!this.down.delete(event.pointerId)) return;
    this.letGo('done');
  };

  private readonly onCancel = (event: PointerEvent): void => {
    if (!this.down.delete(event.pointerId)) return;
    this.letGo('back');
  };

  private letGo(state: 'done' | 'back'): void {
    const { held, target } = this;
    this.flush();
    this.held = null;
    target.field.classList.remove('hv-gfield--held');
    if (!held || !held.moved) return;
    this.justMoved = true;
    if (held.id) target.drag(held.id, 0, 0, state);
  }

  private readonly onWheel = (event: WheelEvent): void => {
    // The wheel alone scrolls the page, as everywhere; with Ctrl (a pinch on a touchpad says so too) it zooms.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const { target } = this;
    const box = target.field.getBoundingClientRect();
    target.camera = zoomed(target.camera, Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) / 120), event.clientX - box.left, event.clientY - box.top);
    this.soon(() => target.look(target.camera));
  };

  private two(): [[number, number], [number, number]] {
    const [a, b] = Array.from(this.down.values());
    return [a!, b!];
  }

  private apart(): number {
    const [a, b] = this.two();
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  }

  private middle(): [number, number] {
    const [a, b] = this.two();
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  }
}
