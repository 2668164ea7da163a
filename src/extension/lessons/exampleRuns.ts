import { l10n, workspace, type LogOutputChannel } from 'vscode';
import type { Lesson } from '../../course/catalog.ts';
import { messageOf } from '../../course/courseError.ts';
import { loadExample } from '../../course/examples/example.ts';
import { runExample } from '../../course/examples/runExample.ts';
import type { Installation } from '../../course/installation.ts';
import type { ExampleState } from '../../protocol/exampleResult.ts';
import { Disposables } from '../disposables.ts';
import { tellUntrusted } from '../messages.ts';
import type { EditorRunners } from '../testing/editorRunners.ts';

export interface ExampleRunParts {
  readonly installation: Installation;
  readonly runners: EditorRunners;
  readonly log: LogOutputChannel;
}

/** Runs the examples of lesson pages. What came of them lives as long as the window, and counts for nothing. */
export class ExampleRuns extends Disposables {
  onDidChange: (lesson: string) => void = () => undefined;
  private readonly parts: ExampleRunParts;
  private readonly states = new Map<string, Map<string, ExampleState>>();
  private readonly active = new Map<string, AbortController>();

  constructor(parts: ExampleRunParts) {
    super();
    this.parts = parts;
    this.add({ dispose: () => this.active.forEach((abort) => abort.abort()) });
  }

  /** How those of a lesson stand that were run. */
  statesOf(lesson: Lesson): readonly ExampleState[] {
    return [...(this.states.get(lesson.id)?.values() ?? [])];
  }

  /** Runs an example; nothing where it runs already, or the workspace is not trusted. Resolves when it is over. */
  async run(lesson: Lesson, name: string): Promise<void> {
    if (!workspace.isTrusted) {
      tellUntrusted(l10n.t('Tests run only in a trusted workspace. The lesson pages can be read.'));
      return;
    }
    const key = `${lesson.id}/${name}`;
    const example = loadExample(lesson, name);
    if (example === null || this.active.has(key)) return;
    const abort = new AbortController();
    this.active.set(key, abort);
    this.set(lesson, { name, running: true, result: null, error: null });
    try {
      const { installation, runners } = this.parts;
      const setting = { installation, runners: await runners.get(), signal: abort.signal };
      const result = await runExample(lesson, example, setting);
      this.set(lesson, { name, running: false, result, error: null });
    } catch (thrown) {
      this.parts.log.error(messageOf(thrown));
      this.set(lesson, { name, running: false, result: null, error: messageOf(thrown) });
    } finally {
      this.active.delete(key);
    }
  }

  cancel(lesson: Lesson, name: string): void {
    this.active.get(`${lesson.id}/${name}`)?.abort();
  }

  private set(lesson: Lesson, state: ExampleState): void {
    const states = this.states.get(lesson.id) ?? new Map<string, ExampleState>();
    states.set(state.name, state);
    this.states.set(lesson.id, states);
    this.onDidChange(lesson.id);
  }
}
