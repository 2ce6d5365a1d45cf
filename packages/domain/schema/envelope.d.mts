/** The two generated files of the envelope, as text, on top of the committed schema.json. */
export declare const generateEnvelope: (previous: unknown) => { readonly json: string; readonly code: string }
