import { savePart } from './savedPage.ts';
import type { VsCodeApi } from './vscodeApi.ts';

/**
 * Remembers how far the lesson was read, across a hidden tab, a reload of the window and a restart. The lesson's
 * id is saved with it: the serializer opens that lesson again.
 *
 * @returns a function that puts the page where it was; call it again once content above has grown, it does
 *   nothing after the reader has scrolled
 */
export function rememberScroll(api: VsCodeApi, lesson: string): () => void {
  const saved = savedScroll(api.getState(), lesson);
  let readerScrolled = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = (): void => {
    savePart(api, { lesson, scrollY: Math.round(window.scrollY) });
  };
  const restore = (): void => {
    if (!readerScrolled && saved > 0) window.scrollTo({ top: saved, behavior: 'instant' });
  };
  for (const event of ['wheel', 'keydown', 'pointerdown'] as const) {
    window.addEventListener(event, () => (readerScrolled = true), { passive: true, once: true });
  }
  window.addEventListener(
    'scroll',
    () => {
      clearTimeout(timer);
      timer = setTimeout(save, 150);
    },
    { passive: true },
  );
  savePart(api, { lesson, scrollY: saved });
  restore();
  return restore;
}

function savedScroll(state: unknown, lesson: string): number {
  if (typeof state !== 'object' || state === null) return 0;
  if (!('lesson' in state && state.lesson === lesson)) return 0;
  return 'scrollY' in state && typeof state.scrollY === 'number' && state.scrollY > 0 ? state.scrollY : 0;
}
