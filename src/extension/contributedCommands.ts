import type { ExtensionContext } from 'vscode';
import type { CommandMap } from './commands.ts';

/** Names of the commands that package.json contributes. Alone here, so that a window without a reason loads no more. */
export function contributedCommands({
  extension,
}: Pick<ExtensionContext, 'extension'>): (keyof CommandMap)[] {
  // package.json is our own, and a test holds it against the map of the commands.
  const { contributes } = extension.packageJSON as {
    contributes: { commands: { command: keyof CommandMap }[] };
  };
  return contributes.commands.map(({ command }) => command);
}
