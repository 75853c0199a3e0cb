// What the map is centred on and how large: regions by name, or three numbers of one's own.

const VIEWPORTS = {
  // centre longitude, centre latitude, scale
  world: [0, 13.5, 1],
  europe: [14, 53, 4.3],
  africa: [18, 3, 2.1],
  "middle-east": [46, 28, 4],
  asia: [95, 28, 2],
  pacific: [165, -14, 2.4],
  "north-america": [-95, 46, 2.2],
  caribbean: [-70, 17, 5.5],
  "south-america": [-60, -22, 2.2],
};
export const LARGEST = 24; // scale

/** Longitude, latitude and scale of a viewport as the address writes it; of the world's if none. */
export function readViewport(value) {
  const numbers = (value ?? "").split(",").map(Number);
  if (numbers.length === 3 && numbers.every(Number.isFinite)) return numbers;
  return VIEWPORTS[value] ?? VIEWPORTS.world;
}

/** A viewport as the address writes it: a region's name where it is one. */
export function writeViewport(looking) {
  const same = (known) => known.every((number, place) => Math.abs(number - looking[place]) < 0.05);
  const named = Object.keys(VIEWPORTS).find((name) => same(VIEWPORTS[name]));
  const [lon, lat, scale] = looking;
  const around = ((((lon + 180) % 360) + 360) % 360) - 180;
  return named ?? [around.toFixed(1), lat.toFixed(1), scale.toFixed(2)].map(Number).join(",");
}
