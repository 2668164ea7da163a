import type { Binding } from './bindings.ts';
import { isWritten } from './bindings.ts';
import type { Hook, RunBy } from './mochaModel.ts';
import { hookAround } from './surroundings.ts';
import { unwrap } from './syntax.ts';
import type { CallNode, IdentifierNode, MemberNode, NewNode, SyntaxNode } from './syntax.ts';
import type { TestFile } from './testFile.ts';

/** Methods after which what they are called on cannot be used any more, in the libraries people test with. */
const releasing = new Set([
  'close',
  'dispose',
  'destroy',
  'terminate',
  'disconnect',
  'quit',
  'kill',
  'end',
  'stop',
  'shutdown',
]);

/** `x.close()`, also as `x!.client.close()`. */
export interface Release {
  readonly name: IdentifierNode;
  /** The first step from the name. */
  readonly member: MemberNode;
  readonly call: CallNode;
}

/** Every call by which a variable lets go what is in it. */
export function releasesOf(binding: Binding): readonly Release[] {
  return binding.references.flatMap((name) => {
    const release = isWritten(name) ? undefined : releaseBy(name);
    return release === undefined ? [] : [release];
  });
}

function releaseBy(name: IdentifierNode): Release | undefined {
  let at: SyntaxNode = name;
  let member: MemberNode | undefined;
  for (;;) {
    const parent: SyntaxNode | undefined = at.parent;
    if (parent?.kind === 'Wrapped') at = parent;
    else if (parent?.kind === 'Member' && parent.object === at) {
      member ??= parent;
      at = parent;
    } else if (parent?.kind === 'Call' && parent.callee === at) {
      const isRelease = at.kind === 'Member' && releasing.has(at.property);
      return member !== undefined && isRelease ? { name, member, call: parent } : undefined;
    } else return undefined;
  }
}

/** The call or `new` that makes a value, without `await` and casts. */
export function madeBy(value: SyntaxNode): CallNode | NewNode | undefined {
  let at = unwrap(value);
  if (at.kind === 'Await') at = unwrap(at.operand);
  return at.kind === 'Call' || at.kind === 'New' ? at : undefined;
}

/** The hooks that run a piece of code; undefined when anything else runs it too. In a callback, the hook around. */
export function hooksRunning(file: TestFile, node: SyntaxNode): readonly Hook[] | undefined {
  const ways = file.mocha.runBy(node);
  if (ways === undefined || ways.length === 0) {
    const around = hookAround(file, node);
    return around === undefined ? undefined : [around];
  }
  const hooks = ways.flatMap((way: RunBy) => (way.by === 'hook' ? [way.hook] : []));
  return hooks.length === ways.length ? hooks : undefined;
}

export function isTeardown({ kind }: Hook): boolean {
  return kind === 'after' || kind === 'afterEach';
}
