/** A sentence for people whose words are known apart from what is filled in, so that it can be translated. */
export interface Sentence {
  /** In English; `{0}` stands for the first of `args`. */
  readonly template: string;
  readonly args: readonly (string | number)[];
}

/**
 * Tag of a template literal. `npm run l10n` collects the templates so tagged for translators:
 * "There is no exercise '{0}'." is one text to them, whatever the exercise is called.
 */
export function sentence(texts: TemplateStringsArray, ...args: readonly (string | number)[]): Sentence {
  const template = texts.reduce((before, text, index) => `${before}{${index - 1}}${text}`);
  return { template, args };
}

/** The sentence in English, with everything filled in. */
export function inEnglish({ template, args }: Sentence): string {
  return template.replace(/\{(\d+)\}/g, (place, index: string) => String(args[Number(index)] ?? place));
}
