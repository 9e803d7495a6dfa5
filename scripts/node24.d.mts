export function node24(): string;
export function node24Environment(): NodeJS.ProcessEnv;
