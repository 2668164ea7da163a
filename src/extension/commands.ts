import { commands, type Disposable, type ExtensionContext, type LogOutputChannel, type Uri } from 'vscode';
import { contributedCommands } from './contributedCommands.ts';
import { Disposables } from './disposables.ts';
import { runReportingErrors } from './userError.ts';

/** Every command of the extension with its arguments. A test holds it against package.json. */
export interface CommandMap {
  'itlab.startCourse': (folder?: Uri) => Promise<void>;
  'itlab.openLesson': (lesson?: string) => Promise<void>;
  'itlab.openExercise': (exercise?: string) => Promise<void>;
  'itlab.runExercise': (exercise?: string) => Promise<void>;
  'itlab.gradeExercise': (exercise?: string) => Promise<void>;
  /** Switches `itlab.gradeOnSave`. */
  'itlab.toggleGradeOnSave': () => Promise<void>;
  /** What was mastered of the course, on one page. */
  'itlab.showOverview': () => Promise<void>;
  /** Writes the overview into a file to hand in. */
  'itlab.saveReport': (given?: { readonly file: Uri; readonly name: string }) => Promise<void>;
  'itlab.cancelExercise': (exercise?: string) => Promise<void>;
  /** Looks for tests whose verdict depends on other tests. */
  'itlab.checkIsolation': (exercise?: string) => Promise<void>;
  /** Runs an exercise in another order: 0 as declared, -1 reversed, any positive number the shuffle of that seed. */
  'itlab.replayOrder': (exercise?: string, seed?: number) => Promise<void>;
  /** Shows the hints of an exercise step by step, as its last grade calls for them. */
  'itlab.showHint': (exercise?: string) => Promise<void>;
  /** Checks the mocha tests of a workspace folder, or of the package that a file in it belongs to. */
  'itlab.checkProject': (place?: Uri) => Promise<void>;
  /** Brings an exercise's starter back. The learner's files are kept first. */
  'itlab.resetExercise': (exercise?: string) => Promise<void>;
  'itlab.restoreAttempt': (exercise?: string) => Promise<void>;
  'itlab.compareSolution': (exercise?: string) => Promise<void>;
  /** What the learner's tests catch, beside those of the model answers. */
  'itlab.compareCatches': (exercise?: string) => Promise<void>;
  'itlab.applySolution': (exercise?: string) => Promise<void>;
  /** Brings the files of the course folder up to date that the learner did not change. */
  'itlab.updateCourse': () => Promise<void>;
  /** Opens the walkthrough. */
  'itlab.showFirstSteps': () => Promise<void>;
  /** Goes on with the next exercise that is not complete. */
  'itlab.continue': () => Promise<void>;
  /** Shows an exercise's card on its lesson page. */
  'itlab.showExercise': (exercise?: string) => Promise<void>;
  /** Runs a suite or test, named by its item's id in the Testing view; without one, those at the cursor. */
  'itlab.runTest': (exercise?: string, item?: string) => Promise<void>;
  'itlab.exportProgress': (file?: Uri) => Promise<void>;
  'itlab.importProgress': (file?: Uri) => Promise<void>;
  /** Says what is wrong with this machine and the course folder, and mends what it can. */
  'itlab.doctor': () => Promise<void>;
}

/** What works without the course, and while its lessons are broken. */
export type CommandWithoutCourse = 'itlab.checkProject' | 'itlab.doctor';

export type CourseCommands = Omit<CommandMap, CommandWithoutCourse>;

/** Names of the commands that need the course: what package.json contributes, but for the others. */
export function courseCommandNames(context: Pick<ExtensionContext, 'extension'>): (keyof CourseCommands)[] {
  return contributedCommands(context).filter((name) => !isWithoutCourse(name));
}

function isWithoutCourse(name: keyof CommandMap): name is CommandWithoutCourse {
  const names: Record<CommandWithoutCourse, true> = { 'itlab.checkProject': true, 'itlab.doctor': true };
  return name in names;
}

/**
 * Registers commands; what they throw is shown to the user.
 * @param handlersOf gives what performs a command, and is asked when it is called.
 */
export function registerCommands<Name extends keyof CommandMap>(
  names: readonly Name[],
  handlersOf: () => Promise<Pick<CommandMap, Name>>,
  log: LogOutputChannel,
): Disposable {
  const store = new Disposables();
  for (const name of names) {
    const call = async (...args: never[]): Promise<void> => {
      // Commands are called with what their callers know them to take: the map above is the contract.
      const handlers: Record<string, (...args: never[]) => Promise<void>> = { ...(await handlersOf()) };
      await handlers[name]?.(...args);
    };
    store.add(
      commands.registerCommand(name, (...args: never[]) => runReportingErrors(log, () => call(...args))),
    );
  }
  return store;
}
