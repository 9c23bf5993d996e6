package ai.miniai.live;

import com.google.common.base.Ascii;

/** Where a run is in its life. */
enum RunState {
  RUNNING,
  PAUSED,
  FINISHED,
  CANCELLED,
  FAILED;

  boolean isOver() {
    return this != RUNNING && this != PAUSED;
  }

  /** Its name in the page's data. */
  @Override
  public String toString() {
    return Ascii.toLowerCase(name());
  }
}
