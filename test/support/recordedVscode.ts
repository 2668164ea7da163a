/**
 * As much of the module `vscode` as the tests of what is shown need: whatever would be shown is noted, with the place
 * where VS Code would show it. What VS Code makes of it there is tried in a real one (`test/vscode/projectCheck`).
 */

export interface Shown {
  readonly place: 'notification' | 'dialog' | 'label' | 'plain' | 'terminal' | 'message' | 'markdown' | 'log';
  readonly text: string;
}

export const shown: Shown[] = [];

function note(place: Shown['place'], ...texts: unknown[]): void {
  for (const text of texts) if (typeof text === 'string') shown.push({ place, text });
}

const nothing = { dispose: () => undefined };
const noEvent = () => nothing;

export const l10n = {
  t: (text: string, ...args: readonly (string | number)[]) =>
    text.replace(/\{(\d+)\}/g, (all, index) => String(args[Number(index)] ?? all)),
};

function message(text: string, ...rest: unknown[]): Promise<undefined> {
  const [options] = rest;
  if (typeof options === 'object' && options !== null && 'modal' in options) {
    note('dialog', text, 'detail' in options ? options.detail : '');
  } else note('notification', text, ...rest);
  return Promise.resolve(undefined);
}

interface Entry {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
}

function offer(entries: readonly Entry[]): void {
  for (const { label, description, detail } of entries) note('label', ownIconOff(label), description, detail);
}

export const window = {
  activeTextEditor: undefined,
  onDidChangeActiveTextEditor: noEvent,
  showInformationMessage: message,
  showWarningMessage: message,
  showErrorMessage: message,
  withProgress: (
    { title }: { title: string },
    work: (progress: { report: (step: { message: string }) => void }, token: object) => unknown,
  ) => {
    note('notification', title);
    return work(
      { report: (step) => note('notification', step.message) },
      { onCancellationRequested: noEvent },
    );
  },
  showQuickPick: (entries: readonly Entry[], options: { title?: string; placeHolder?: string } = {}) => {
    offer(entries);
    note('plain', options.title, options.placeHolder);
    return Promise.resolve(undefined);
  },
  /** Is backed out of at once. */
  createQuickPick: () => {
    let hidden = (): void => undefined;
    return {
      onDidAccept: noEvent,
      onDidHide: (tell: () => void) => {
        hidden = tell;
      },
      show: () => hidden(),
      dispose: () => undefined,
      set items(entries: readonly Entry[]) {
        offer(entries);
      },
      get items() {
        return [];
      },
      set placeholder(text: string) {
        note('plain', text);
      },
    };
  },
  createOutputChannel: () => {
    const log = (...texts: unknown[]): void => note('log', ...texts);
    return {
      trace: log,
      debug: log,
      info: log,
      warn: log,
      error: log,
      append: log,
      appendLine: log,
      replace: log,
    };
  },
  createStatusBarItem: () => ({
    ...nothing,
    hide: () => undefined,
    set text(text: string) {
      note('label', ownIconOff(text));
    },
    set tooltip(text: string) {
      note('plain', text);
    },
    show: () => undefined,
  }),
  createTreeView: () => ({ ...nothing, onDidChangeVisibility: noEvent, visible: false }),
};

/** The icon that we put in front ourselves. */
function ownIconOff(text: string): string {
  return text.replace(/^\$\([a-z~-]+\) /, '');
}

export const commands = { executeCommand: () => Promise.resolve(undefined) };

export const workspace = {
  textDocuments: [],
  createFileSystemWatcher: () => ({
    ...nothing,
    onDidChange: noEvent,
    onDidCreate: noEvent,
    onDidDelete: noEvent,
  }),
  onDidOpenTextDocument: noEvent,
  onDidChangeTextDocument: noEvent,
};

export class MarkdownString {
  value: string;
  isTrusted: unknown;
  constructor(value = '') {
    this.value = value;
    // By the time somebody looks at it, it is whole.
    queueMicrotask(() => note('markdown', this.value));
  }
  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }
}

export class TestMessage {
  expected: string | undefined;
  actual: string | undefined;
  constructor(text: string | MarkdownString) {
    note('message', text);
  }
  static diff(text: string, expected: string, actual: string): TestMessage {
    return Object.assign(new TestMessage(text), { expected, actual });
  }
}

export class TestMessageStackFrame {
  readonly label: string;
  constructor(label: string) {
    this.label = label;
    note('label', label);
  }
}

export class TreeItem {
  constructor(label: string) {
    note('label', label);
  }
  set description(text: string) {
    note('label', text);
  }
}

export class EventEmitter {
  readonly event = noEvent;
  fire(): void {}
  dispose(): void {}
}

/** A controller's items: what they are called, and what is below them. */
export function testItem(id: string, label: string): object {
  note('label', label);
  const children = new Map<string, { readonly id: string }>();
  return {
    id,
    children: {
      get: (key: string) => children.get(key),
      add: (item: { readonly id: string }) => void children.set(item.id, item),
      forEach: (visit: (item: object) => void) => children.forEach(visit),
      get size() {
        return children.size;
      },
    },
    get label() {
      return label;
    },
    set label(text: string) {
      note('label', text);
    },
    set description(text: string) {
      note('plain', text);
    },
  };
}

export const testRun = {
  appendOutput: (text: string): void => note('terminal', text),
  failed: () => undefined,
  errored: () => undefined,
  passed: () => undefined,
  skipped: () => undefined,
  started: () => undefined,
};

export const Uri = { file: (path: string) => ({ fsPath: path, toString: () => path }) };
export class Range {
  readonly isEmpty = true;
  readonly start = { line: 0, character: 0 };
}
export class Location {
  readonly range = new Range();
}
/** Something that has no text. */
class Silent {
  readonly text = '';
}
export { Silent as Position, Silent as ThemeColor, Silent as ThemeIcon, Silent as TestTag };
export const TreeItemCollapsibleState = { Expanded: 2, Collapsed: 1 };
export const ProgressLocation = { Notification: 15 };
export const StatusBarAlignment = { Left: 1 };
