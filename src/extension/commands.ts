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
  const register = <Name extends keyof CommandMap>(name: Name): void => {
    store.add(
      commands.registerCommand(name, (...args: Parameters<CommandMap[Name]>) =>
        runReportingErrors(log, () => Reflect.apply(handlers[name], handlers, args)),
      ),
    );
  };
  for (const name of Object.keys(handlers)) if (isCommand(name, handlers)) register(name);
  return store;
}

function isCommand(name: string, handlers: CommandMap): name is keyof CommandMap {
  return name in handlers;
}
