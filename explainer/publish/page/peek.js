// What the film shows at the moment that the pointer is at on the time line.

class Peek {
  constructor(place, original) {
    this.place = place;
    this.original = original;
    this.film = null;
    this.wanted = 0;
  }

  show(time) {
    this.wanted = time;
    // Not before it is wanted: it is a second copy of the film.
    if (!this.film) this.load();
    this.follow();
  }

  load() {
    this.film = document.createElement("video");
    this.film.muted = true;
    this.film.src = this.original.currentSrc;
    for (const name of ["seeked", "loadedmetadata"]) {
      this.film.addEventListener(name, () => this.follow());
    }
    this.place.replaceChildren(this.film);
  }

  // One seek after the other: the latest wins, and none is cut short.
  follow() {
    const { film, wanted } = this;
    if (film.readyState && !film.seeking && Math.abs(film.currentTime - wanted) > 0.05) {
      film.currentTime = wanted;
    }
  }
}
