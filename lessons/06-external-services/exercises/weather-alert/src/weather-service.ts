/** The provider gave no temperature: it failed, took too long, or answered something else. */
export class WeatherUnavailableError extends Error {
  override name = 'WeatherUnavailableError';
}

export interface WeatherOptions {
  apiKey: string;
  /** Address of the provider without a slash at the end, such as `https://api.weather.example`. */
  baseUrl: string;
  /** How long to wait for a whole answer. */
  timeoutMs: number;
}

/**
 * Current temperatures, from the weather provider.
 *
 * A reading is one request, `GET <baseUrl>/current?city=<city>&key=<apiKey>`. The parameters may
 * come in any order, and headers are free; the provider sees the city exactly as the caller wrote
 * it. Its answer is status 200 and a JSON object with the number `temperature`, in degrees
 * Fahrenheit, among other fields.
 */
export class WeatherService {
  readonly #options: WeatherOptions;

  constructor(options: WeatherOptions) {
    this.#options = options;
  }

  /**
   * @returns degrees Fahrenheit
   * @throws WeatherUnavailableError for every other status after redirects, for a body that is not such an object,
   * and when there is no answer in time; its message never shows the key
   */
  async getTemperatureF(city: string): Promise<number> {
    const { apiKey, baseUrl, timeoutMs } = this.#options;
    const query = new URLSearchParams({ city, key: apiKey });
    const url = `${baseUrl}/current?${query.toString()}`;
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
      if (response.status !== 200) throw new Error(`The provider answered ${response.status}.`);
      return temperatureIn(await response.json());
    } catch (error) {
      throw new WeatherUnavailableError(`No temperature for ${city}.`, { cause: error });
    }
  }
}

function temperatureIn(body: unknown): number {
  if (typeof body === 'object' && body !== null && 'temperature' in body) {
    if (typeof body.temperature === 'number') return body.temperature;
  }
  throw new Error('The answer holds no temperature.');
}
