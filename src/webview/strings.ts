/** Keys of the texts the extension hands over, translated. The English texts are the extension's. */
export const stringKeys = [
  'notStarted',
  'running',
  'grading',
  'inProgress',
  'complete',
  'completedBefore',
  'completeByAnswer',
  'completedBeforeByAnswer',
  'outdated',
  'testsPass',
  'variantsAccepted',
  'hygiene',
  'isolation',
  'faultsCaught',
  'faultsRuledOut',
  'ofTotal',
  'clean',
  'oneLeak',
  'leaks',
  'onePair',
  'pairs',
  'none',
  'notJudged',
  'stagePassed',
  'stageNotPassed',
  'runningTests',
  'gradingTests',
  'gradingVariants',
  'gradingHygiene',
  'gradingIsolation',
  'gradingFaults',
  'lastRun',
  'noTestsRan',
  'passed',
  'failed',
  'errored',
  'pending',
  'outdatedNotice',
  'untrustedNotice',
  'manageTrust',
  'findings',
  'fault',
  'faultSurvived',
  'faultNotRuledOut',
  'variantRefused',
  'titledVariantRefused',
  'orderDependence',
  'replaySeed',
  'inTest',
  'inTests',
  'openPlace',
  'openTest',
  'refusedBy',
  'openVictim',
  'openPolluter',
  'goToHint',
  'showMore',
  'hint',
  'exerciseHints',
  'firstHint',
  'nextHint',
  'hintConcept',
  'hintPlace',
  'hintCode',
  'hintFault',
  'compareSolution',
  'whichCatches',
  'whichRulesOut',
  'test',
  'caught',
  'ruledOut',
  'caughtBy',
  'ruledOutBy',
  'survived',
  'testDidNotPass',
  'matrixSummary',
  'matrixComplete',
  'lessonProgress',
  'code',
  'announceRunning',
  'announceGrading',
  'announceRun',
  'announceComplete',
  'announceNotComplete',
  'announceStopped',
  'announceOutdated',
  'announceHint',
  'announceError',
  'announceUntrusted',
  'announceTrusted',
] as const;
export type StringKey = (typeof stringKeys)[number];

export type Strings = Readonly<Record<StringKey, string>>;

/** @throws Error naming the first text that is missing: the page was rendered by another version. */
export function decodeStrings(json: string): Strings {
  const value: unknown = JSON.parse(json);
  const given: Record<string, unknown> = typeof value === 'object' && value !== null ? { ...value } : {};
  const text = (key: StringKey): string => {
    const string = given[key];
    if (typeof string !== 'string') throw new Error(`The page has no text for "${key}".`);
    return string;
  };
  // Built from every key there is, so no key is missing.
  return Object.fromEntries(stringKeys.map((key) => [key, text(key)])) as Record<StringKey, string>;
}

/** Puts the arguments where the text says `{0}`, `{1}`, and so on. */
export function fill(text: string, ...args: readonly (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (place, index: string) => String(args[Number(index)] ?? place));
}
