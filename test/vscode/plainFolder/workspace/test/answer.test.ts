import { answer } from '../answer.ts';

if (answer !== 42) throw new Error('It is 42.');
