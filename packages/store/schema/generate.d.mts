export declare const generate: (folder: string) => void
