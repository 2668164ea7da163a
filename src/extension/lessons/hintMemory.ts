import type { HintMemory } from './exerciseHints.ts';

/** The part of VS Code's `Memento` that is needed. */
interface Storage {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/**
 * Keeps in VS Code's storage how far hints were shown: under `itlab.hintsShown/<exercise id>` an object from the
 * ladder's key to the highest step. An entry per exercise, so that two windows do not overwrite each other's.
 */
export function mementoHints(memento: Storage): HintMemory {
  const entry = (exercise: string): string => `itlab.hintsShown/${exercise}`;
  const stored = (exercise: string): Map<string, unknown> => {
    const value = memento.get(entry(exercise));
    return new Map(Object.entries(typeof value === 'object' && value !== null ? value : {}));
  };
  return {
    get(exercise, key) {
      const step = stored(exercise).get(key);
      return typeof step === 'number' && step > 0 ? step : 0;
    },
    set: (exercise, key, step) =>
      memento.update(entry(exercise), Object.fromEntries(stored(exercise).set(key, step))),
  };
}
