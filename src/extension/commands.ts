import { commands, type Disposable, type LogOutputChannel, type Uri } from 'vscode';
import { Disposables } from './disposables.ts';
import { runReportingErrors } from './userError.ts';

/** Every command of the extension with its arguments. A test holds it against package.json. */
export interface CommandMap {
  'itlab.startCourse': (folder?: Uri) => Promise<void>;
  'itlab.openLesson': (lesson?: string) => Promise<void>;
  'itlab.openExercise': (exercise?: string) => Promise<void>;
  'itlab.runExercise': (exercise?: string) => Promise<void>;
  'itlab.gradeExercise': (exercise?: string) => Promise<void>;
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
}

/** Registers all commands; what they throw is shown to the user. */
export function registerCommands(handlers: CommandMap, log: LogOutputChannel): Disposable {
  const store = new Disposables();
  // Commands are called with what their callers know them to take: the map above is the contract.
  const untyped: Record<string, (...args: never[]) => Promise<void>> = { ...handlers };
  for (const [name, handler] of Object.entries(untyped)) {
    store.add(
      commands.registerCommand(name, (...args: never[]) => runReportingErrors(log, () => handler(...args))),
    );
  }
  return store;
}
