// What an answer says, without what is different in every answer: time, number of the request, nonce, form token.
import type { APIResponse } from '@playwright/test';

export interface Bare {
  status: number;
  headers: string;
  html: string;
}

/** `typed` is what the page repeats because it was typed or asked for. */
export async function bare(answer: APIResponse, typed: string[] = []): Promise<Bare> {
  const headers = answer.headers();
  const changing = [
    [/'nonce-([^']+)'/.exec(headers['content-security-policy'] ?? '')?.[1], 'NONCE'],
    [headers['x-request-id'], 'NUMBER'],
  ] as const;
  const clean = (text: string) => {
    let cleaned = text;
    for (const [value, name] of changing) if (value) cleaned = cleaned.replaceAll(value, name);
    for (const value of typed) cleaned = cleaned.replaceAll(value, 'TYPED');
    return cleaned
      .replace(/(name="form_token" value=")[^"]+/g, '$1TOKEN')
      .replace(/(name="form_id" value=")[^"]+/g, '$1FORM')
      .replace(/("ceremony":")[^"]+/g, '$1TICKET')
      // Islands are told how long the session lasts.
      .replace(/(&quot;|")seconds_left(&quot;|"):\d+/g, 'LEFT')
      // And by which handle its tabs know each other.
      .replace(/(&quot;|")session(&quot;|"):(&quot;|")[0-9a-f-]{36}/g, 'SESSION')
      .replace(/(class="countdown-time">)\d+:\d+/g, '$1LEFT')
      .replace(/(class="session-strip"><p>[^<]*?)\d{1,2}:\d{2}/g, '$1END');
  };
  return {
    status: answer.status(),
    headers: clean(JSON.stringify({ ...headers, date: '', 'content-length': '' })),
    html: clean(await answer.text()),
  };
}
