// Which beat a moment belongs to, and the moments to stop at. Times in seconds.

class Timeline {
  constructor(clip) {
    this.frame = 1 / clip.fps;
    this.duration = clip.duration;
    this.cues = clip.cues;
    this.beats = clip.beats.length
      ? clip.beats
      : [{ name: "", title: clip.title, say: "", alt: "", start: 0, end: clip.duration }];
  }

  get final() {
    return this.beats.length - 1;
  }

  // Half a frame inside, so that rounding never shows the neighbour's frame.
  first(index) {
    return this.beats[index].start + this.frame / 2;
  }

  last(index) {
    return this.beats[index].end - this.frame / 2;
  }

  at(time) {
    let index = 0;
    while (index < this.final && time >= this.beats[index + 1].start - this.frame / 4) index += 1;
    return index;
  }

  named(name) {
    return this.beats.findIndex((beat) => beat.name === name);
  }

  isLast(time, index) {
    return time >= this.beats[index].end - 0.9 * this.frame;
  }

  caption(time) {
    const cue = this.cues.find(({ start, end }) => start <= time && time < end);
    return cue ? cue.text : "";
  }
}
