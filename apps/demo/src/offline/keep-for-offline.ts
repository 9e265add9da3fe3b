/** Let the page work without a network from now on, where the browser can. */
export function keepForOffline(): void {
  if (import.meta.env.MODE === "development" || !("serviceWorker" in navigator)) return;
  const register = () =>
    navigator.serviceWorker.register(new URL("service-worker.js", document.baseURI), { scope: "./" }).catch(() => {
      // A private window, or a host that does not allow it: the page works all the same, with a network.
    });
  // Behind the first work of the page, which wants the network for itself.
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}
