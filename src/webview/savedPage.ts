import type { VsCodeApi } from './vscodeApi.ts';

/** What VS Code keeps for a page across reloads and hands to its serializer. */
export interface SavedPage {
  readonly lesson: string;
  /** Pixels from the top. */
  readonly scrollY: number;
  /** What is chosen on one rendering of the page; no later one takes it up. */
  readonly answers?: { readonly rendering: string; readonly chosen: Chosen };
}

/** By the number of a question on the page, that of the answer that is chosen; null or nothing for none. */
export type Chosen = readonly (number | null)[];

/** Saves a part of the page's state, and leaves the others as they are. */
export function savePart(api: VsCodeApi, part: Partial<SavedPage>): void {
  const state = api.getState();
  api.setState({ ...(typeof state === 'object' ? state : null), ...part });
}

/** What was chosen on this rendering, as when the page comes back from behind another tab; nothing of other ones. */
export function savedAnswers(state: unknown, rendering: string): Chosen {
  if (typeof state !== 'object' || state === null || !('answers' in state)) return [];
  const { answers } = state;
  if (typeof answers !== 'object' || answers === null) return [];
  if (!('rendering' in answers && answers.rendering === rendering)) return [];
  if (!('chosen' in answers && Array.isArray(answers.chosen))) return [];
  return answers.chosen.map((one: unknown) => (typeof one === 'number' ? one : null));
}
