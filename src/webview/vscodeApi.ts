import type { FromLessonPage } from '../protocol/lessonPage.ts';

/** What VS Code keeps for a page across reloads and hands to its serializer. */
export interface SavedPage {
  readonly lesson: string;
  /** Pixels from the top. */
  readonly scrollY: number;
}

/** What VS Code offers a page. See "Webview API" in the documentation of VS Code's extension API. */
export interface VsCodeApi {
  postMessage(message: FromLessonPage): void;
  /** Whatever an earlier version of the page saved, or undefined. */
  getState(): unknown;
  setState(state: SavedPage): void;
}

declare global {
  /** Put into the page by VS Code. A second call throws. */
  function acquireVsCodeApi(): VsCodeApi;
}
