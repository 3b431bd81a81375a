export async function openLeRobot(from: string): Promise<import('./source.ts').Source | null> { void from; return null; }
