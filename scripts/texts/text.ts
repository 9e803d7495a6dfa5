/** The languages of the documents. */
export type Language = 'en' | 'zh';

/** A sentence or more in each language, as Markdown. */
export type Text = Readonly<Record<Language, string>>;
