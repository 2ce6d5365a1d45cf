export declare const records: Readonly<Record<string, Readonly<Record<string, 'id' | 'uint'>>>>
