/**
 * Makes a picture small before it travels: drawn anew it is at most 1600 pixels wide, and nothing of what a camera writes beside it is
 * left (a photo from a phone tells where somebody lives). The server cleans once more.
 */
export const WIDEST = 1600;
const TALLEST = 4800;
/** A picture this light goes as it is. */
const LIGHT = 150_000;

export interface Ready {
  blob: Blob;
  /** Drawn anew. */
  drawn: boolean;
}

/** The size that `width` × `height` get. */
export function fitting(width: number, height: number): [number, number] {
  const scale = Math.min(1, WIDEST / width, TALLEST / height);
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** Which of the ways to write a picture is taken: JPEG has no holes, and letters on a screen stay clearer in PNG. */
export function better(jpeg: Blob | null, png: Blob | null, holes: boolean): Blob | null {
  if (holes || !jpeg) return png;
  return png && png.size < 2 * jpeg.size ? png : jpeg;
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = reject;
    reader.readAsDataURL(blob);
  });
}

/** The picture as the browser understands it, turned as its camera says. */
async function opened(file: Blob): Promise<{ source: CanvasImageSource; width: number; height: number }> {
  if (typeof createImageBitmap === 'function') {
    const source = await createImageBitmap(file, { imageOrientation: 'from-image' });
    return { source, width: source.width, height: source.height };
  }
  const source = new Image();
  const url = await dataUrl(file);
  await new Promise((resolve, reject) => {
    source.onload = resolve;
    source.onerror = reject;
    source.src = url;
  });
  return { source, width: source.naturalWidth, height: source.naturalHeight };
}

const written = (canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob | null> => new Promise((resolve) => canvas.toBlob((blob) => resolve(blob && blob.type === type ? blob : null), type, quality));

function hasHoles(context: CanvasRenderingContext2D, width: number, height: number): boolean {
  const { data } = context.getImageData(0, 0, width, height);
  for (let i = 3; i < data.length; i += 4) if (data[i]! < 255) return true;
  return false;
}

/** `file` as it is to be sent. What the browser cannot open goes as it is: the server says what is wrong with it. */
export async function shrunk(file: Blob): Promise<Ready> {
  const asItIs = { blob: file, drawn: false };
  if (!/^image\/(png|jpeg|webp)$/.test(file.type)) return asItIs; // a GIF may move
  try {
    const { source, width, height } = await opened(file);
    const [w, h] = fitting(width, height);
    const old = file.type === 'image/webp'; // older phones do not show it
    if (w === width && file.size <= LIGHT && !old) return asItIs;
    const canvas = document.createElement('canvas');
    canvas.width = w;
    canvas.height = h;
    const context = canvas.getContext('2d')!;
    context.imageSmoothingQuality = 'high';
    context.drawImage(source, 0, 0, w, h);
    const photo = file.type === 'image/jpeg';
    const holes = !photo && hasHoles(context, w, h);
    const found = better(holes ? null : await written(canvas, 'image/jpeg', 0.85), photo ? null : await written(canvas, 'image/png'), holes);
    return !found || (w === width && !old && found.size >= file.size) ? asItIs : { blob: found, drawn: true };
  } catch (_e) {
    return asItIs;
  }
}
