import module, { syncBuiltinESMExports } from 'node:module';
import { constants } from 'node:os';
import v8 from 'node:v8';

/** Modules that show the memory of the process. */
const views = /^(?:node:)?inspector(?:\/promises)?$/;

/** Whether a test may not import this: it would see what judges it. */
export function isView(specifier: string): boolean {
  return views.test(specifier);
}

/** What is thrown at whoever asks for one. */
export function refusal(name: string): Error {
  return Object.assign(
    new Error(`${name} is not available while tests are graded: it would show what judges them. Remove it.`),
    { code: 'ITLAB_NOT_AVAILABLE' },
  );
}

/**
 * From now on nothing in this process opens its memory or the texts that are loaded: no inspector (`isView` is for the
 * module hook), no heap snapshot, no module hooks beside ours.
 */
export function closeViews(): void {
  const refuse = (owner: object, holder: string, names: readonly string[]): void => {
    for (const name of names) {
      if (!(name in owner)) continue;
      const value = (): never => {
        throw refusal(`${holder}.${name}`);
      };
      Object.defineProperty(owner, name, { value, writable: false, enumerable: true, configurable: false });
    }
  };
  refuse(v8, 'v8', [
    'getHeapSnapshot',
    'writeHeapSnapshot',
    'setHeapSnapshotNearHeapLimit',
    'setFlagsFromString',
  ]);
  refuse(module, 'module', ['register', 'registerHooks']);
  refuse(process, 'process', ['binding', '_linkedBinding', '_debugProcess', '_getActiveHandles']);
  const builtin = process.getBuiltinModule.bind(process);
  Object.defineProperty(process, 'getBuiltinModule', {
    value: (id: string): unknown => {
      if (isView(id)) throw refusal(id);
      return builtin(id);
    },
    writable: false,
    enumerable: true,
    configurable: false,
  });
  // It would open the inspector's port; listening keeps Node from doing so.
  if ('SIGUSR1' in constants.signals) process.on('SIGUSR1', () => undefined);
  syncBuiltinESMExports();
}
