import type { FileCoverage, TestController, TestItem, TestMessage, TestRun } from 'vscode';

/** What a test run told VS Code. */
export interface Told {
  /** Counts the controller's runs from 1. */
  readonly run: number;
  /** The method that was called; `coverage` and `output` for `addCoverage` and `appendOutput`. */
  readonly what: 'started' | 'passed' | 'failed' | 'errored' | 'skipped' | 'coverage' | 'output' | 'end';
  /** Of the test; the path of covered files; empty where there is none. */
  readonly label: string;
  /** The first of them. */
  readonly message?: TestMessage;
  /** The text of every message, or what was printed. */
  readonly text?: string;
  readonly coverage?: FileCoverage;
}

/**
 * Notes what a controller's runs tell VS Code, which is told as well.
 * @returns how many runs there have been.
 */
export function listenToRuns(controller: TestController, note: (told: Told) => void): () => number {
  let runs = 0;
  const create = controller.createTestRun.bind(controller);
  controller.createTestRun = (...args) => {
    const testRun: TestRun = create(...args);
    const run = ++runs;
    for (const what of ['started', 'passed', 'failed', 'errored', 'skipped'] as const) {
      const tell: (item: TestItem, ...rest: never[]) => void = testRun[what].bind(testRun);
      testRun[what] = (item: TestItem, ...rest: unknown[]) => {
        const messages = [rest[0]].flat().filter(isMessage);
        const [message] = messages;
        const text = messages.map(textOf).join(' ');
        note({ run, what, label: item.label, ...(message ? { message, text } : {}) });
        tell(item, ...(rest as never[]));
      };
    }
    const addCoverage = testRun.addCoverage.bind(testRun);
    testRun.addCoverage = (coverage) => {
      note({ run, what: 'coverage', label: coverage.uri.fsPath, coverage });
      addCoverage(coverage);
    };
    const append = testRun.appendOutput.bind(testRun);
    testRun.appendOutput = (output, location, item) => {
      note({ run, what: 'output', label: item?.label ?? '', text: output });
      append(output, location, item);
    };
    const end = testRun.end.bind(testRun);
    testRun.end = () => {
      end();
      note({ run, what: 'end', label: '' });
    };
    return testRun;
  };
  return () => runs;
}

function textOf({ message }: TestMessage): string {
  return typeof message === 'string' ? message : message.value;
}

function isMessage(value: unknown): value is TestMessage {
  return typeof value === 'object' && value !== null && 'message' in value;
}
