import { format } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { BrowserInstall } from './install.ts';

export interface HostPage {
  readonly page: Page;
  /** Resolves with a sentence when the browser or the page is gone. */
  readonly gone: Promise<string>;
  /** Closes the page and forgets its profile. */
  close(): Promise<void>;
}

export interface PageSize {
  readonly width: number;
  readonly height: number;
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // A test run gives the same result with and without a network.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/**
 * Starts the browser, which has no page yet. It ends with this process.
 * @throws Error with what to do when it does not start.
 */
export async function launchBrowser(install: BrowserInstall): Promise<Browser> {
  try {
    return await chromium.launch({
      executablePath: install.executable,
      args: flags,
      env: { ...definedOnly(process.env), ...install.env },
      headless: true,
      // A signal ends this process, as without a browser; the browser ends when its pipe to us closes.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      timeout: 60_000,
    });
  } catch (error) {
    throw new Error(
      `${install.title} (${install.executable}) did not start. Name another browser in ITLAB_BROWSER, or set it ` +
        `to "npm" to use the one from npm. It said: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

/** Opens an empty page in a new, empty profile. */
export async function openProfile(browser: Browser, size: PageSize): Promise<HostPage> {
  const context = await browser.newContext({ viewport: size, locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const gone = new Promise<string>((resolve) => {
    page.once('crash', () => resolve('The page of VS Code crashed.'));
    page.once('close', () => resolve('The page of VS Code was closed.'));
    browser.once('disconnected', () => resolve('The browser ended.'));
  });
  return { page, gone, close: () => context.close() };
}

export interface TestPage {
  readonly port: number;
  /** Absolute paths. A tests file must end in .js, .cjs or .mjs: the server loads it by its exact name. */
  readonly extensionDevelopmentPath: string;
  /** Without it the window runs no tests. */
  readonly extensionTestsPath?: string;
  readonly workspace: string | undefined;
}

/** The address that opens the workbench and starts the tests in it. */
export function testAddress(test: TestPage): string {
  const remote = (file: string): string =>
    `vscode-remote://127.0.0.1:${test.port}${file.split('/').map(encodeURIComponent).join('/')}`;
  const payload = [
    ['extensionDevelopmentPath', remote(test.extensionDevelopmentPath)],
    ...(test.extensionTestsPath === undefined
      ? []
      : [['extensionTestsPath', remote(test.extensionTestsPath)]]),
    ['skipWelcome', 'true'],
  ];
  const address = new URL(`http://127.0.0.1:${test.port}/`);
  if (test.workspace !== undefined) {
    const kind = test.workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
    address.searchParams.set(kind, test.workspace);
  } else {
    address.searchParams.set('ew', 'true');
  }
  address.searchParams.set('payload', JSON.stringify(payload));
  return address.href;
}

/**
 * Opens the address and waits for the end of the tests.
 * @param print gets each message that the tests or the page print.
 * @returns the status of the test run: 0, or 1 when `run()` of the tests rejected.
 */
export async function runInPage(
  page: Page,
  address: string,
  print: (message: string) => void,
): Promise<number> {
  let end: (status: number) => void = () => undefined;
  const status = new Promise<number>((resolve) => {
    end = resolve;
  });
  // VS Code calls these two by name, when the server was started with the smoke test driver.
  // The type is not used: on two streams, the lines would not stay in order.
  await page.exposeFunction('codeAutomationLog', (_type: unknown, args: unknown) =>
    print(Array.isArray(args) ? format(...args) : format(args)),
  );
  await page.exposeFunction('codeAutomationExit', (code: unknown) =>
    end(typeof code === 'number' ? code : 1),
  );
  await page.goto(address, { waitUntil: 'commit', timeout: 60_000 });
  return status;
}

/** Opens the address in a further page beside the first. */
export async function openBeside(first: Page, address: string): Promise<Page> {
  const page = await first.context().newPage();
  // VS Code calls them here as well; nobody listens.
  await page.exposeFunction('codeAutomationLog', () => undefined);
  await page.exposeFunction('codeAutomationExit', () => undefined);
  await page.goto(address, { waitUntil: 'commit', timeout: 60_000 });
  return page;
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  const pairs = Object.entries(env).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return Object.fromEntries(pairs);
}
