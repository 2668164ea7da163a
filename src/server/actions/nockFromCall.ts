import { addressOf, httpCallOf, propertyValue } from '../analysis/httpCalls.ts';
import type { HttpCall, WrittenAddress } from '../analysis/httpCalls.ts';
import { outermost } from '../analysis/mochaModel.ts';
import type { Suite } from '../analysis/mochaModel.ts';
import { nockCalls, nockUses } from '../analysis/nockChains.ts';
import { coveredSuites, isCovered, mayGuard, setupMentions } from '../analysis/nockCoverage.ts';
import { contains, forEachChild, literalText, unwrap } from '../analysis/syntax.ts';
import type { BlockNode, Span, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { importDefault } from '../edits/importInsertion.ts';
import { insertNockHooks, nockMajor, nockNameAt, statementIn, testAround } from '../edits/nockStatements.ts';
import { end, insertStatements } from '../edits/statementInsertion.ts';
import { impossible, possible, withTabStops } from '../edits/textChange.ts';
import type { Edit, TextChange } from '../edits/textChange.ts';
import type { Action } from './action.ts';

/** Writes the interceptor that answers a request, from the call that sends it. */
export const nockFromCall: Action = {
  id: 'nock-from-call',
  title: 'Answer this request with nock',
  kind: 'refactor.rewrite.nock-from-call',
  rule: undefined,
  offers(file, selection) {
    if (file.mocha.tests.length === 0 || !sendsRequests(file)) return [];
    return [
      {
        title: 'Answer this request with nock',
        key: `nock-from-call:${selection.start}`,
        preferred: false,
        finding: undefined,
        edit: () => insert(file, selection),
      },
    ];
  },
};

/** In other files it is not listed. */
function sendsRequests(file: TestFile): boolean {
  return file.once(sendsRequests, () =>
    file.all('Call').some((call) => httpCallOf(call, file.bindings) !== undefined),
  );
}

function insert(file: TestFile, selection: Span): Edit {
  if (file.broken) return impossible('The file has syntax errors. Repair them first.');
  const http = callAt(file, selection);
  if (http === undefined) return impossible('Put the cursor on a call of fetch, axios or http.request.');
  const place = placeOf(file, http);
  if ('reason' in place) return impossible(place.reason);
  const request = requestOf(file, http);
  if ('reason' in request) return impossible(request.reason);
  const nock = howToLoad(file, http, place.block);
  if ('reason' in nock) return impossible(nock.reason);
  if (isAnswered(file, place.block, request)) {
    return impossible('The block has such an interceptor already.');
  }
  const before = place.block.body[place.block.body.indexOf(place.statement) - 1];
  const lines = written(file, nock.name, request);
  const statement = withTabStops(
    insertStatements(file, place.block, before, [{ lines, apart: false }]),
    request.method === 'HEAD' ? [{ number: 1, placeholder: '200' }] : [{ number: 1, placeholder: '{}' }],
  );
  const hooks = hooksFor(file, place.suite, nock.name);
  if (!hooks.possible) return hooks;
  return possible([...nock.changes, ...hooks.changes, statement]);
}

function callAt(file: TestFile, selection: Span): HttpCall | undefined {
  let found: HttpCall | undefined;
  const visit = (node: SyntaxNode): void => {
    if (node.kind !== 'File' && !contains(node, selection)) return;
    found = httpCallOf(node, file.bindings) ?? found;
    forEachChild(node, visit);
  };
  visit(file.tree);
  return found;
}

type Place =
  | { readonly block: BlockNode; readonly statement: SyntaxNode; readonly suite: Suite | undefined }
  | { readonly reason: string };

/** The test or hook that sends the request, and its statement that does. */
function placeOf(file: TestFile, { call }: HttpCall): Place {
  const test = testAround(file, call);
  const hook = file.mocha.hooks.findLast(({ body }) => body !== undefined && contains(body, call));
  const runner = test ?? hook;
  if (runner === undefined)
    return { reason: 'The request is in no test and no hook, so others may need it for real.' };
  const block = runner.body?.body;
  if (block?.kind !== 'Block') return { reason: 'The test has no block. Put its code into braces first.' };
  const statement = statementIn(block, call);
  return statement === undefined
    ? { reason: 'The request is not sent by a statement of the test.' }
    : { block, statement, suite: runner.suite };
}

interface Request {
  /** Code of what nock is called with. */
  readonly base: string;
  readonly method: string;
  /** Code of the path. */
  readonly path: string;
  /** Code of the arguments of `query`; undefined without a query. */
  readonly query: string | undefined;
  /** Code of the body. */
  readonly body: string | undefined;
}

function requestOf(file: TestFile, http: HttpCall): Request | { readonly reason: string } {
  const unknown = 'The address is not written here, so it cannot be taken over.';
  const options = http.call.args[http.library === 'axios' && sendsData(http) ? 2 : 1];
  const address = addressOf(http.target, file.bindings);
  if (address === undefined) return { reason: unknown };
  const method = methodOf(http);
  if (method === undefined) return { reason: 'The method of the request is known only at run time.' };
  const parts = split(file, address);
  if (parts === undefined) return { reason: unknown };
  if (isLocal(parts.base))
    return { reason: 'The request goes to this machine, where a server of the test answers.' };
  const params = options === undefined ? undefined : optionValue(options, 'params');
  if (params !== undefined && parts.query !== undefined) return { reason: unknown };
  return {
    base: parts.base,
    method,
    path: parts.path,
    query: params === undefined ? parts.query : (plainCode(file, params) ?? 'true'),
    body: bodyOf(file, http),
  };
}

function sendsData({ verb }: HttpCall): boolean {
  return verb === 'POST' || verb === 'PUT' || verb === 'PATCH';
}

function methodOf({ verb, call, library }: HttpCall): string | undefined {
  if (verb !== undefined) return verb;
  const options = call.args[1] === undefined ? undefined : unwrap(call.args[1]);
  if (options === undefined || options.kind === 'Function') return 'GET';
  if (options.kind !== 'Object') return undefined;
  if (options.properties.some((one) => one.kind !== 'Property')) return undefined;
  const method = propertyValue(options, 'method');
  if (method === undefined) return library === 'other' ? undefined : 'GET';
  return literalText(method)?.toUpperCase();
}

function optionValue(options: SyntaxNode, name: string): SyntaxNode | undefined {
  const object = unwrap(options);
  return object.kind === 'Object' ? propertyValue(object, name) : undefined;
}

/** Only a body that is written out: nock compares it as JSON. */
function bodyOf(file: TestFile, http: HttpCall): string | undefined {
  const { library, call } = http;
  if (library === 'axios') {
    return sendsData(http) && call.args[1] !== undefined ? plainCode(file, call.args[1]) : undefined;
  }
  const options = call.args[1];
  const body = options === undefined ? undefined : optionValue(options, 'body');
  const made = body === undefined ? undefined : unwrap(body);
  if (made?.kind !== 'Call' || made.callee.kind !== 'Member') return undefined;
  const origin = file.bindings.origin(made.callee);
  const isJson = origin?.module === '' && origin.path.join('.') === 'JSON.stringify';
  return isJson && made.args[0] !== undefined ? plainCode(file, made.args[0]) : undefined;
}

/** The code of an object that consists of literals alone, on one line; undefined for any other. */
function plainCode(file: TestFile, node: SyntaxNode): string | undefined {
  const inner = unwrap(node);
  const code = file.text.slice(inner.start, inner.end);
  return inner.kind === 'Object' && isPlain(inner) && !code.includes('\n') ? code : undefined;
}

function isPlain(node: SyntaxNode): boolean {
  switch (node.kind) {
    case 'String':
      return true;
    case 'Atom':
      return /^(?:true|false|null|-?\d[\d._]*)$/.test(node.text);
    case 'Array':
      return node.elements.every(isPlain);
    case 'Object':
      return node.properties.every(
        (one) => one.kind === 'Property' && one.key !== undefined && isPlain(one.value),
      );
    default:
      return false;
  }
}

interface AddressParts {
  readonly base: string;
  readonly path: string;
  readonly query: string | undefined;
}

/** Into what nock wants to have apart: the host, the path without its query, and the query. */
function split(file: TestFile, { strings, code }: WrittenAddress): AddressParts | undefined {
  const { quote } = file.style;
  const [first = '', ...rest] = strings;
  const [base] = code;
  if (first === '' && base !== undefined) {
    // `${baseUrl}/orders`: whatever the name stands for is handed to nock as it is.
    if (base.kind !== 'Identifier' && base.kind !== 'Member') return undefined;
    // Its path may begin with more than is written here, so the pattern has no start.
    const tail = pathOf(file, rest, '');
    return tail === undefined ? undefined : { base: file.text.slice(base.start, base.end), ...tail };
  }
  const host = /^https?:\/\/[^/?#]+/i.exec(first)?.[0];
  if (host === undefined || (host === first && code.length > 0)) return undefined;
  const tail = pathOf(file, [first.slice(host.length), ...rest], '^');
  return tail === undefined ? undefined : { base: quote + host + quote, ...tail };
}

/** `strings` are what stands between pieces of code; `start` is how a pattern begins. */
function pathOf(
  file: TestFile,
  strings: readonly string[],
  start: '^' | '',
): Omit<AddressParts, 'base'> | undefined {
  const { quote } = file.style;
  const mark = strings.findIndex((text) => text.includes('?'));
  const whole = strings.map((text) => text.split('#')[0] ?? '');
  const path = mark === -1 ? whole : [...whole.slice(0, mark), whole[mark]?.split('?')[0] ?? ''];
  if (strings.some((text) => /['"`\\\n]/.test(text))) return undefined;
  const query =
    mark === -1 ? undefined : queryOf(file, [whole[mark]?.split('?')[1] ?? '', ...whole.slice(mark + 1)]);
  const [only = ''] = path;
  if (path.length === 1) {
    const written = only === '' ? '/' : only;
    return written.startsWith('/') ? { path: quote + written + quote, query } : undefined;
  }
  // What stands for one piece of the path may be anything but a slash.
  const pattern = path.map((text) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)).join('[^/]+');
  return pattern.startsWith(String.raw`\/`) ? { path: `/${start}${pattern}$/`, query } : undefined;
}

/** As an object where every value is written out; otherwise any query will do. */
function queryOf(file: TestFile, strings: readonly string[]): string | undefined {
  if (strings.length > 1) return 'true';
  const { quote } = file.style;
  const pairs = [...new URLSearchParams(strings[0])];
  if (pairs.length === 0) return undefined;
  const names = new Set(pairs.map(([name]) => name));
  if (names.size < pairs.length || pairs.some((pair) => pair.some((part) => /['"\\\n]/.test(part))))
    return 'true';
  const written = pairs.map(([name, value]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote + name + quote;
    return `${key}: ${quote}${value}${quote}`;
  });
  return `{ ${written.join(', ')} }`;
}

function isLocal(base: string): boolean {
  return /^['"]https?:\/\/(?:localhost|127\.|\[::1\])/i.test(base);
}

type Loaded =
  | { readonly name: string; readonly changes: readonly TextChange[] }
  | { readonly reason: string };

function howToLoad(file: TestFile, { library }: HttpCall, block: BlockNode): Loaded {
  if (file.project.resolves?.('nock') === false) {
    return { reason: 'nock is not installed for this file: run `npm install --save-dev nock`.' };
  }
  const major = nockMajor(file);
  if (library === 'fetch' && major !== undefined && major < 14) {
    return {
      reason: `nock ${major} does not see the requests of \`fetch\`: run \`npm install --save-dev nock@14\`.`,
    };
  }
  const known = nockNameAt(file, block);
  if (known !== undefined) return { name: known, changes: [] };
  const imported = importDefault(file, 'nock', 'nock');
  if (imported === undefined || file.bindings.lookup('nock', block) !== undefined) {
    return { reason: 'The name `nock` is taken in this file.' };
  }
  // nock 15 is an ES module, which `require` hands over as a namespace.
  const isNamespace = file.style.modules === 'commonjs' && major !== undefined && major > 14;
  const changes = imported.changes.map((change) => ({
    ...change,
    text: isNamespace ? change.text.replace(/require\(['"]nock['"]\)/, '$&.default') : change.text,
  }));
  return { name: imported.local, changes };
}

/** A longer chain gets a line for each link. */
const longest = 90;

/** nock's methods that have the name of their request. */
const named = new Set(['GET', 'POST', 'PUT', 'HEAD', 'PATCH', 'MERGE', 'DELETE', 'OPTIONS']);

function written(file: TestFile, nock: string, request: Request): readonly string[] {
  const { quote, indent } = file.style;
  const { base, method, path, query, body } = request;
  const verb = named.has(method) ? method.toLowerCase() : 'intercept';
  const args = [
    path,
    ...(verb === 'intercept' ? [quote + method + quote] : []),
    ...(body === undefined ? [] : [body]),
  ];
  const links = [
    `.${verb}(${args.join(', ')})`,
    ...(query === undefined ? [] : [`.query(${query})`]),
    method === 'HEAD' ? '.reply(200)' : '.reply(200, {})',
  ];
  const head = `${nock}(${base})`;
  const line = head + links.join('');
  if (line.length <= longest) return [line + end(file)];
  return [head, ...links.map((link, index) => indent + link + (index === links.length - 1 ? end(file) : ''))];
}

/** Asked a second time, it would write the same again. */
function isAnswered(file: TestFile, block: BlockNode, { base, path }: Request): boolean {
  const text = file.text.slice(block.start, block.end);
  return (
    nockCalls(file).some((call) => contains(block, call)) &&
    text.includes(`(${base})`) &&
    text.includes(`(${path}`)
  );
}

/** Where nock is new to a suite, it gets what goes with it. */
function hooksFor(file: TestFile, suite: Suite | undefined, nock: string): Edit {
  if (suite === undefined) return possible([]);
  const top = outermost(suite);
  const isNew = !nockCalls(file).some((call) => contains(top.call, call));
  if (!isNew) return possible([]);
  const cleaned = coveredSuites(file, nockUses(file, new Set(['cleanAll', 'restore', 'removeInterceptor'])));
  const cleans = cleaned === 'all' || isCovered(suite, cleaned) || setupMentions(file, /cleanAll/);
  const decided = nockUses(file, new Set(['disableNetConnect', 'enableNetConnect'])).length > 0;
  const guarded = coveredSuites(file, [], mayGuard);
  const guards =
    decided || guarded === 'all' || isCovered(suite, guarded) || setupMentions(file, /NetConnect/);
  return insertNockHooks(file, top, nock, {
    guard: !guards,
    clean: cleans ? [] : [`${nock}.abortPendingRequests()`, `${nock}.cleanAll()`],
  });
}
