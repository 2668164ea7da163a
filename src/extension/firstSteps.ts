import { commands, window, type Disposable, type Tab } from 'vscode';
import { allExercises } from '../course/catalog.ts';
import type { ActiveCourse } from './activeCourse.ts';
import { Disposables } from './disposables.ts';
import type { ExerciseStates } from './exerciseStates.ts';

/** The walkthrough in package.json, as VS Code addresses it. */
const walkthrough = 'integration-testing-lab.integration-testing-lab#itlab.firstSteps';

/** Opens VS Code's own page with the first steps. */
export async function showFirstSteps(): Promise<void> {
  await commands.executeCommand('workbench.action.openWalkthrough', walkthrough);
}

/** Steps that are told here, as the contexts `itlab.firstSteps.…` of package.json name them. */
const steps = ['start', 'lesson', 'run', 'grade'] as const;

/** After its page has come, VS Code reads the walkthroughs of extensions. How long that takes, it does not tell. */
const pageDelaysMs = [300, 1000, 3000, 10_000];

/** Where it is known which of the steps were taken. */
export interface FirstStepsSources {
  readonly course: ActiveCourse;
  readonly states: ExerciseStates;
  /** The lesson pages that are open. */
  readonly pages: { readonly openLessons: readonly string[] };
}

/**
 * Tells VS Code which of the first steps were taken, however and whenever they were: from the lesson page, the Testing view
 * or the palette, in this window or before it.
 *
 * It checks them off when a context of package.json *becomes* true, and has missed that for good when it was so before it
 * had read the walkthrough, which it does when its page is shown for the first time. So each context is true for a
 * moment only, and again when such a page may have come.
 */
export function followFirstSteps({ course, states, pages }: FirstStepsSources): Disposable {
  const store = new Disposables();
  const timers = new Set<NodeJS.Timeout>();
  const isTaken: Readonly<Record<(typeof steps)[number], () => boolean>> = {
    start: () => course.folder !== null,
    lesson: () => pages.openLessons.length > 0,
    run: () => allExercises(course.catalog).some((exercise) => states.get(exercise).run !== null),
    grade: () => allExercises(course.catalog).some((exercise) => states.get(exercise).grade !== null),
  };
  const known = new Set<string>();
  const tell = (again = false): void => {
    for (const step of steps) {
      if (known.has(step) ? !again : !isTaken[step]()) continue;
      known.add(step);
      for (const value of [true, false]) {
        void commands.executeCommand('setContext', `itlab.firstSteps.${step}`, value);
      }
    }
  };
  const tellLater = (): void => {
    for (const delay of pageDelaysMs) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        tell(true);
      }, delay);
      timers.add(timer);
    }
  };
  tell();
  if (window.tabGroups.all.some(({ tabs }) => tabs.some(mayBeWalkthrough))) tellLater();
  store.add(course.onDidChange(() => tell()));
  store.add(states.onDidChange(() => tell()));
  store.add(
    window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
      tell();
      if ([...opened, ...changed].some(mayBeWalkthrough)) tellLater();
    }),
  );
  store.add({ dispose: () => timers.forEach((timer) => clearTimeout(timer)) });
  return store;
}

/** VS Code's own pages are tabs of which extensions learn nothing but the title, which is translated. */
function mayBeWalkthrough({ input }: Tab): boolean {
  return input === undefined;
}
