export declare function build(folder: string): void;
