// The division's outline and the lead's points, drawn by Leaflet from the list beside the map.
"use strict";

window.fuselineMap = (() => {
  let library;
  let outlines;
  const maps = new Map();

  function load() {
    const { leaflet, outlines: address } = document.body.dataset;
    if (!leaflet || !address) return Promise.reject(new Error("no maps here"));
    library ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = leaflet;
      script.onload = () => resolve(window.L);
      script.onerror = reject;
      document.head.append(script);
    });
    outlines ??= fetch(address).then((answer) => answer.json());
    return Promise.all([library, outlines]);
  }

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  }

  function style(highlighted) {
    return {
      color: colour(highlighted ? "accent" : "soft"), weight: highlighted ? 2 : 1,
      fillColor: colour("accent"), fillOpacity: highlighted ? 0.16 : 0.02,
    };
  }

  function paint(element, L, districts) {
    maps.get(element)?.remove();
    const map = L.map(element, {
      attributionControl: Boolean(document.body.dataset.tileCredit), scrollWheelZoom: false,
      zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false,
    });
    maps.set(element, map);
    const { tiles, tileCredit } = document.body.dataset;
    if (tiles) L.tileLayer(tiles, { attribution: escaped(tileCredit), maxZoom: 18 }).addTo(map);
    map.attributionControl?.setPrefix(false);
    // The city's own code stands for all its districts.
    const own = element.dataset.division;
    const isOwn = ({ properties: { code } }) =>
      code === own || (own.endsWith("00") && code.startsWith(own.slice(0, 4)));
    const layer = L.geoJSON(districts, {
      style: (feature) => style(isOwn(feature)),
      onEachFeature: (feature, shape) => {
        const permanent = feature.properties.code === own;
        shape.bindTooltip(escaped(feature.properties.name), { permanent, direction: "center" });
      },
    });
    const places = [...document.querySelectorAll(`#${element.dataset.from} li`)];
    const highlighted = layer.getLayers().filter((shape) => isOwn(shape.feature));
    const bounds = (highlighted.length ? L.featureGroup(highlighted) : layer).getBounds();
    for (const place of places) {
      bounds.extend([Number(place.dataset.latitude), Number(place.dataset.longitude)]);
    }
    // A map takes tooltips only once it knows what it shows.
    map.fitBounds(bounds, { padding: [16, 16], animate: false });
    layer.addTo(map);
    for (const place of places) {
      const isOffer = place.dataset.advice === "offer";
      L.circleMarker([Number(place.dataset.latitude), Number(place.dataset.longitude)], {
        radius: isOffer ? 7 : 5, weight: 2, color: colour("panel"),
        fillColor: colour(isOffer ? "grow" : "soft"), fillOpacity: 1,
      }).bindTooltip(escaped(place.textContent.trim())).addTo(map);
    }
  }

  function escaped(text) {
    const element = document.createElement("span");
    element.textContent = text ?? "";
    return element.innerHTML;
  }

  async function draw(root) {
    for (const [element, map] of maps) {
      if (!element.isConnected) {
        map.remove();
        maps.delete(element);
      }
    }
    const places = [...root.querySelectorAll("[data-map]")];
    if (places.length === 0) return;
    try {
      const [L, districts] = await load();
      for (const element of places) if (element.isConnected) paint(element, L, districts);
    } catch {
      for (const element of places) {
        element.hidden = true;
        const list = element.parentElement.querySelector("[data-numbers]");
        if (list) list.open = true;
      }
    }
  }

  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", async () => {
    if (maps.size === 0) return;
    const [L, districts] = await load();
    for (const element of maps.keys()) paint(element, L, districts);
  });
  return { draw };
})();
