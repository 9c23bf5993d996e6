package ai.miniai.live;

import ai.miniai.callback.Training;
import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** Pictures of the data of a fit, drawn now and then; the last ones are kept. */
final class Samples {
  private static final int MOST = 12;

  /** How a picture is drawn, as PNG. */
  private record Drawing(String title, Function<? super Training, byte[]> png) {}

  private final List<Drawing> drawings = new ArrayList<>();
  private final Deque<Sample> samples = new ArrayDeque<>();

  void wish(String title, Function<? super Training, byte[]> png) {
    drawings.add(new Drawing(title, png));
  }

  void clear() {
    samples.clear();
  }

  /** Draws all of them. */
  void draw(long step, Training learn) {
    for (Drawing drawing : drawings) {
      samples.addLast(new Sample(step, drawing.title(), drawing.png().apply(learn)));
      if (samples.size() > MOST) {
        samples.removeFirst();
      }
    }
  }

  List<Sample> list() {
    return ImmutableList.copyOf(samples);
  }
}
