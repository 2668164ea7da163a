import { Uri, type ExtensionContext } from 'vscode';
import type { Installation } from '../course/installation.ts';

/** The only file that knows where the other bundles and the data lie. */
export interface BundlePaths {
  readonly installation: Installation;
  /** The bundle of what a window gets that has a reason for the extension. */
  readonly window: string;
  /** The language server's bundle. */
  readonly server: string;
  readonly pageScript: Uri;
  readonly pageStyle: string;
  readonly overviewStyle: string;
  readonly lessonPictures: Uri;
  /** Folder of the pages that explain the rules. */
  readonly rulePages: Uri;
  /** Folder in the editor's own storage where learners' attempts are kept. */
  readonly attempts: string;
  /** Folders that webviews may load from. */
  readonly webviewRoots: readonly Uri[];
}

export function bundlePaths({ extensionUri, globalStorageUri }: ExtensionContext): BundlePaths {
  const at = (...parts: string[]): Uri => Uri.joinPath(extensionUri, ...parts);
  return {
    installation: {
      lessons: at('lessons').fsPath,
      runner: at('dist', 'runner.cjs').fsPath,
      attach: at('dist', 'attach.cjs').fsPath,
      toolchain: at('dist', 'toolchain').fsPath,
    },
    window: at('dist', 'window.cjs').fsPath,
    server: at('dist', 'server.cjs').fsPath,
    pageScript: at('dist', 'page.js'),
    pageStyle: at('media', 'lessonPage.css').fsPath,
    overviewStyle: at('media', 'overview.css').fsPath,
    lessonPictures: at('media', 'lessons'),
    rulePages: at('media', 'rules'),
    attempts: Uri.joinPath(globalStorageUri, 'attempts').fsPath,
    webviewRoots: [at('dist'), at('media')],
  };
}
