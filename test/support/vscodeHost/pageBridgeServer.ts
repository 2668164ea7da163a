import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Frame, Locator, Page } from 'playwright-core';
import {
  pageBridgeAddress,
  pageBridgeToken,
  type AxeViolation,
  type PageAnswer,
  type PagePart,
  type PageRequestName,
  type PageRequests,
  type Target,
} from './pageBridge.ts';

export interface PageBridge {
  /** Variables to hand to the extension host. */
  readonly env: Readonly<Record<string, string>>;
  /** From now on requests are about this page; those that came earlier have waited for it. */
  serve(page: Page, window: BridgedWindow): void;
  /** The page is about to go; requests wait for the next one. */
  leave(): void;
  close(): Promise<void>;
}

export interface BridgedWindow {
  /** The folder for screenshots, as an absolute path. */
  readonly screenshots: string;
  /** Opens the same workspace in a further page. */
  readonly openAnother: () => Promise<Page>;
}

/** A window under test, with the pages that were opened beside its first; a page's number is its place. */
interface Served extends BridgedWindow {
  readonly pages: Page[];
}

type Handlers = {
  readonly [Name in PageRequestName]: (
    page: Page,
    ask: PageRequests[Name]['ask'],
    window: Served,
  ) => Promise<PageRequests[Name]['answer']>;
};

export async function startPageBridge(): Promise<PageBridge> {
  const token = randomBytes(24).toString('hex');
  let next = comingWindow();
  const server = createServer((request, response) => {
    answer(request, token, () => next.promise)
      .then(
        ({ status, body }) => ({ status, text: JSON.stringify(body) }),
        (error: unknown) => ({ status: 500, text: JSON.stringify({ ok: false, error: messageOf(error) }) }),
      )
      .then(({ status, text }) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(text),
      )
      .catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The page bridge has no port.');
  return {
    env: { [pageBridgeAddress]: `http://127.0.0.1:${address.port}`, [pageBridgeToken]: token },
    serve(page, window) {
      next.resolve({ ...window, pages: [page] });
    },
    leave() {
      next = comingWindow();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface ComingWindow {
  readonly promise: Promise<Served>;
  readonly resolve: (window: Served) => void;
}

/** `Promise.withResolvers`, which the oldest Node that this is compiled for does not have. */
function comingWindow(): ComingWindow {
  let resolve: (window: Served) => void = () => undefined;
  const promise = new Promise<Served>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function answer(
  request: IncomingMessage,
  token: string,
  served: () => Promise<Served>,
): Promise<{ status: number; body: PageAnswer<PageRequestName> }> {
  if (request.method !== 'POST' || !sameText(request.headers.authorization ?? '', `Bearer ${token}`)) {
    request.resume();
    return { status: 403, body: { ok: false, error: 'Wrong token or method.' } };
  }
  const url = new URL(request.url ?? '', 'http://bridge');
  const name = url.pathname.slice(1);
  if (!isRequestName(name)) {
    request.resume();
    return { status: 404, body: { ok: false, error: `Unknown request "${name}".` } };
  }
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  try {
    // Whoever has the token is our own typed client.
    const handle = handlers[name] as (
      page: Page,
      ask: unknown,
      window: Served,
    ) => Promise<PageRequests[PageRequestName]['answer']>;
    const number = Number(url.searchParams.get('window') ?? 0);
    const window = await served();
    const page = window.pages[number];
    if (page === undefined) throw new Error(`there is no window ${number}.`);
    return { status: 200, body: { ok: true, value: await handle(page, JSON.parse(text), window) } };
  } catch (error) {
    return { status: 200, body: { ok: false, error: messageOf(error) } };
  }
}

const handlers: Handlers = {
  async screenshot(page, { name }, { screenshots }) {
    const file = screenshotFile(screenshots, name);
    await mkdir(screenshots, { recursive: true });
    await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    return { path: file };
  },
  async click(page, target) {
    await (await find(page, target)).click({ timeout: target.timeoutMs ?? waitMs });
    return null;
  },
  async text(page, target) {
    return (await find(page, target)).innerText({ timeout: target.timeoutMs ?? waitMs });
  },
  painted,
  async count(page, target) {
    const counts = await Promise.all(
      framesOf(page, target.part).map((frame) =>
        frame
          .locator(target.selector)
          .count()
          .catch(() => 0),
      ),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  },
  async press(page, { key }) {
    await page.keyboard.press(key);
    return null;
  },
  async choose(page, { text }) {
    const widget = '.quick-input-widget:visible';
    const wanted = page.locator(`${widget} .monaco-list-row`, { hasText: text });
    const focused = page.locator(`${widget} .monaco-list-row.focused`, { hasText: text });
    const input = page.locator(`${widget} .quick-input-filter input`);
    const deadline = performance.now() + waitMs;
    await wanted.first().waitFor({ timeout: waitMs });
    // A pick that has only just appeared, or that is about to go, may not hear the key.
    while (performance.now() < deadline) {
      if ((await focused.count()) === 0) {
        await input.fill(text, { timeout: waitMs });
        await focused.waitFor({ timeout: waitMs });
      }
      await input.focus({ timeout: waitMs });
      await page.keyboard.press('Enter');
      const taken = await focused.waitFor({ state: 'detached', timeout: 2_000 }).then(
        () => true,
        () => false,
      );
      if (taken) return null;
    }
    throw new Error(`"${text}" was not taken within ${waitMs} ms.`);
  },
  async type(page, { text }) {
    await page.keyboard.type(text);
    return null;
  },
  async evaluate(page, target) {
    const locator = await find(page, target);
    // Playwright sends the text of a function to the page; nothing is run here.
    // oxlint-disable-next-line typescript/no-implied-eval, no-new-func
    const value: unknown = await locator.evaluate(new Function('element', target.body) as () => unknown);
    return value ?? null;
  },
  async axe(page, target) {
    const locator = await find(page, target);
    const source = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
    const body = `${source}\n;${axeBody(target.rules)}`;
    // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- as above
    return locator.evaluate(new Function('element', body) as () => Promise<AxeViolation[]>);
  },
  async resize(page, size) {
    await page.setViewportSize(size);
    return null;
  },
  async openWindow(_page, _ask, { pages, openAnother }) {
    return pages.push(await openAnother()) - 1;
  },
};

/** Long, because machines are shared: a limit is for what never comes, not for what comes late. */
const waitMs = 45_000;

/** Runs in the document that is looked at; there, not here, `axe` is known. */
const axeBody = (rules: readonly string[] | undefined): string => `
  const options = { resultTypes: ['violations']${rules === undefined ? '' : `, runOnly: ${JSON.stringify(rules)}`} };
  return axe.run(element.ownerDocument, options).then(({ violations }) =>
    violations.map(({ id, impact, help, nodes }) => ({
      rule: id,
      impact: impact ?? '',
      help,
      nodes: nodes.map((node) => node.target.join(' ') + ': ' + (node.failureSummary ?? '')),
    })),
  );`;

async function find(page: Page, target: Target): Promise<Locator> {
  const limit = target.timeoutMs ?? waitMs;
  const deadline = performance.now() + limit;
  for (;;) {
    for (const frame of framesOf(page, target.part)) {
      const locator = frame.locator(target.selector);
      // A frame may go away between listing and asking.
      if ((await locator.count().catch(() => 0)) > 0) return locator.first();
    }
    if (performance.now() > deadline) {
      throw new Error(
        `nothing matches "${target.selector}" in the ${target.part ?? 'workbench'} within ${limit} ms.`,
      );
    }
    await delay(100);
  }
}

async function painted(page: Page, target: Target): Promise<number> {
  const limit = target.timeoutMs ?? waitMs;
  const deadline = performance.now() + limit;
  while (performance.now() < deadline) {
    for (const frame of framesOf(page, target.part)) {
      const at = await frame.evaluate<number | null>(paintTime(target.selector)).catch(() => null);
      if (at !== null) return at;
    }
    await delay(4);
  }
  throw new Error(`nothing matches "${target.selector}" within ${limit} ms.`);
}

/** As text, because it is the page that runs it. */
function paintTime(selector: string): string {
  // The first frame may have begun before the element was there; the second one shows it.
  return `document.querySelector(${JSON.stringify(selector)}) === null ? null : new Promise((resolve) =>
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now()))))`;
}

/** A webview is a frame of VS Code's with the extension's document in a further frame inside. */
function framesOf(page: Page, part: PagePart | undefined): Frame[] {
  if (part !== 'webview') return [page.mainFrame()];
  return page
    .frames()
    .filter((frame) => frame.parentFrame()?.url().includes('/contrib/webview/browser/pre/') === true);
}

/** @throws Error for a name that is not a plain file name. */
export function screenshotFile(folder: string, name: string): string {
  if (!/^[\w-][\w.-]*$/.test(name)) {
    throw new Error(`"${name}" is no screenshot name: use letters, digits, dots and dashes.`);
  }
  return path.join(folder, `${name}.png`);
}

function isRequestName(name: string): name is PageRequestName {
  return Object.hasOwn(handlers, name);
}

function sameText(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
