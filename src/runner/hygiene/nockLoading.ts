import { readFileSync } from 'node:fs';

const ownFile = /[\\/]nock[\\/](index|lib[\\/](?:intercept|scope))\.js$/;
const receiverName = 'itlab.watch.nock';

/** `lib/intercept.js` of nock: what is active, for all scopes. */
export interface NockState {
  /** The module itself; other files of nock's take their functions from it later. */
  readonly exports: object;
  /** Where nock says that it knows no answer to a request. */
  readonly emitter: object;
}

/**
 * Hands out the inside of nock when a test imports it. Its public module names interceptors only by their URL, and
 * its own files take each other's functions apart before we would get to see them.
 */
export class NockLoading {
  private readonly stateListeners: ((state: NockState) => void)[] = [];
  private readonly scopeListeners: ((prototype: object) => void)[] = [];
  private readonly importListeners: ((exports: object) => void)[] = [];

  constructor() {
    const receive = (file: string, exported: object, load: (path: string) => unknown): void => {
      if (file === 'index') {
        for (const listener of this.importListeners) listener(exported);
      } else if (file.endsWith('intercept')) {
        const emitter = load('./global_emitter');
        if (!isObject(emitter)) return;
        for (const listener of this.stateListeners) listener({ exports: exported, emitter });
      } else {
        const scope: unknown = Reflect.get(exported, 'Scope');
        const prototype: unknown = typeof scope === 'function' ? scope.prototype : null;
        if (isObject(prototype)) for (const listener of this.scopeListeners) listener(prototype);
      }
    };
    Object.defineProperty(globalThis, Symbol.for(receiverName), { value: receive, enumerable: false });
  }

  /** Called for each copy of nock, before anything of it is active. */
  onState(listener: (state: NockState) => void): void {
    this.stateListeners.push(listener);
  }

  /** Called with the module that tests see, once nock has been evaluated and is active. */
  onImport(listener: (exports: object) => void): void {
    this.importListeners.push(listener);
  }

  /** Called with the prototype of nock's scopes. */
  onScope(listener: (prototype: object) => void): void {
    this.scopeListeners.push(listener);
  }

  /** The source of a file of nock's with a last line that hands out its exports; null for every other path. */
  instrument(path: string): string | null {
    const file = ownFile.exec(path)?.[1];
    if (file === undefined) return null;
    const receiver = `globalThis[Symbol.for(${JSON.stringify(receiverName)})]`;
    return `${readFileSync(path, 'utf8')}\n${receiver}(${JSON.stringify(file)}, module.exports, require);\n`;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
