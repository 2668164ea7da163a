import type { FromLessonPage } from '../protocol/lessonPage.ts';
import type { SavedPage } from './savedPage.ts';

/** What VS Code offers a page. See "Webview API" in the documentation of VS Code's extension API. */
export interface VsCodeApi {
  postMessage(message: FromLessonPage): void;
  /** Whatever an earlier version of the page saved, or undefined. */
  getState(): unknown;
  setState(state: Partial<SavedPage>): void;
}

declare global {
  /** Put into the page by VS Code. A second call throws. */
  function acquireVsCodeApi(): VsCodeApi;
}
