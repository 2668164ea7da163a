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
}

/** Registers all commands; what they throw is shown to the user. */
export function registerCommands(handlers: CommandMap, log: LogOutputChannel): Disposable {
  const store = new Disposables();
  // Commands are called with what their callers know them to take: the map above is the contract.
  const untyped: Record<string, (argument?: never) => Promise<void>> = { ...handlers };
  for (const [name, handler] of Object.entries(untyped)) {
    store.add(
      commands.registerCommand(name, (argument?: never) => runReportingErrors(log, () => handler(argument))),
    );
  }
  return store;
}
