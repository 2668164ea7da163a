import { commands, EventEmitter, l10n, Uri, workspace } from 'vscode';
import { answersOf, hasGivenSuite, type Exercise } from '../../course/exercise.ts';
import { SuiteComparison } from '../../course/grading/comparedSuites.ts';
import { readSubmission, solutionSubmission, type Submission } from '../../course/grading/submission.ts';
import type { Installation } from '../../course/installation.ts';
import type { ActiveCourse } from '../activeCourse.ts';
import { Disposables } from '../disposables.ts';
import type { ExerciseStates } from '../exerciseStates.ts';
import { tell, tellUntrusted, withProgress } from '../messages.ts';
import type { EditorRunners } from '../testing/editorRunners.ts';
import { catchesText, type ComparedColumn } from './catchesText.ts';

const scheme = 'itlab-catches';

export interface CatchesParts {
  readonly course: ActiveCourse;
  readonly installation: Installation;
  readonly states: ExerciseStates;
  readonly runners: EditorRunners;
  /** Whether the model answers may be shown; asks the learner where the exercise is not complete. */
  readonly mayReveal: (exercise: Exercise) => Promise<boolean>;
  /** Whether a model answer was applied to the exercise in this course folder. */
  readonly answerApplied: (exercise: Exercise) => boolean;
}

/** What the learner's tests catch, beside what those of the model answers do: a page that nobody can write. */
export class Catches extends Disposables {
  private readonly parts: CatchesParts;
  private readonly comparison = new SuiteComparison();
  /** By the page's path. */
  private readonly pages = new Map<string, string>();
  private readonly changed = this.add(new EventEmitter<Uri>());

  constructor(parts: CatchesParts) {
    super();
    this.parts = parts;
    this.add(
      workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.changed.event,
        provideTextDocumentContent: ({ path }) =>
          this.pages.get(path) ??
          l10n.t('Run "Compare What the Tests Catch" again: this page is not kept when the window closes.'),
      }),
    );
  }

  /**
   * Grades the learner's files and the model answers, as far as it was not done in this window, and shows the page.
   * @throws CourseError `not-a-course`, `missing-folder`, and what grading throws.
   */
  async compare(exercise: Exercise): Promise<void> {
    const { course, installation, runners, mayReveal } = this.parts;
    const { title } = exercise.manifest;
    const folder = course.folderOf(exercise);
    if (hasGivenSuite(exercise)) {
      void tell('information', l10n.t('The tests of "{0}" are given: there are none to compare.', title));
      return;
    }
    if (!workspace.isTrusted) {
      tellUntrusted(l10n.t('Tests run only in a trusted workspace. The lesson pages can be read.'));
      return;
    }
    if (!(await mayReveal(exercise))) return;
    await workspace.saveAll(false);
    const answers = answersOf(exercise);
    const suites: { readonly title: string; readonly submission: Submission }[] = [
      { title: l10n.t('Yours'), submission: readSubmission(exercise, folder) },
      ...answers.map((answer) => ({
        title: answer.title === '' ? l10n.t('The model answer') : answer.title,
        submission: solutionSubmission(exercise, answer.id),
      })),
    ];
    const columns = await withProgress(
      l10n.t('Grading what is compared in "{0}"', title),
      async (progress, signal): Promise<ComparedColumn[]> => {
        const setting = { installation, runners: await runners.get(), signal };
        const graded: ComparedColumn[] = [];
        for (const one of suites) {
          progress.report({ message: one.title });
          const suite = await this.comparison.suiteOf(exercise, one.submission, setting);
          if (suite === null) break;
          graded.push({ title: one.title, suite });
        }
        return graded;
      },
    );
    // It was cancelled: half of a comparison compares nothing.
    if (columns.length < suites.length) return;
    await this.show(exercise, columns);
  }

  private async show(exercise: Exercise, columns: readonly ComparedColumn[]): Promise<void> {
    const { states, answerApplied } = this.parts;
    const { title, faults } = exercise.manifest;
    const isOpen = states.get(exercise).completed || answerApplied(exercise);
    const caught = new Set(
      columns[0]?.suite.caughtBy.filter(({ tests }) => tests.length > 0).map(({ fault }) => fault),
    );
    // Until then faults that survive the learner's own tests stay nameless.
    const named = faults.filter(({ id }) => isOpen || caught.has(id));
    const titles = new Map(named.map((fault) => [fault.id, fault.title]));
    const uri = pageOf(exercise);
    this.pages.set(
      uri.path,
      catchesText(title, titles, columns, (text, ...args) => l10n.t(text, ...args)),
    );
    this.changed.fire(uri);
    await commands.executeCommand('markdown.showPreview', uri);
  }
}

function pageOf({ id }: Exercise): Uri {
  return Uri.from({ scheme, path: `/${id}.md` });
}
