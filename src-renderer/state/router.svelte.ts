/**
 * Where the window is, in the address after `#`, so that every place can be linked to and Back works:
 * `#/experiments`, `#/experiments/<id>/curves`, `#/theatre?run=..&checkpoint=..&step=..`.
 */
import { parseRoute, routeHref, type Place, type Query, type Route } from './route.ts';

export { PLACES, routeHref, type Place, type Query, type Route } from './route.ts';

class Router {
  #route = $state.raw<Route>(parseRoute(location.hash));

  constructor() {
    addEventListener('hashchange', () => {
      this.#route = parseRoute(location.hash);
    });
  }

  get route(): Route {
    return this.#route;
  }

  go(place: Place, path: readonly string[] = [], query: Query = {}): void {
    location.hash = routeHref(place, path, query);
  }

  /** Changes the query of the present place without a new step in the history (a step being played, a filter typed). */
  replaceQuery(query: Query): void {
    const { place, path } = this.#route;
    history.replaceState(history.state, '', routeHref(place, path, query));
    this.#route = parseRoute(location.hash);
  }
}

export const router = new Router();
