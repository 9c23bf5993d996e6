package ai.miniai.examples.battery;

import ai.miniai.doctor.Pattern;
import java.util.function.Predicate;

/** The patterns that are known to be caused by the fault of a run. */
enum Cause {
  NON_FINITE(Pattern.NON_FINITE, judged -> false),
  RISE_AND_CRASH(Pattern.RISE_AND_CRASH, judged -> false),
  PLATEAU(Pattern.PLATEAU, judged -> judged.accuracy() < 0.15),
  EXPLODING(Pattern.EXPLODING, judged -> judged.run().ailment() == Ailment.BYTES),
  VANISHING(
      Pattern.VANISHING,
      judged -> judged.run().start() == Start.TINY && judged.run().network().isDeepAndPlain()),
  VANISHING_GRADIENTS(Pattern.VANISHING_GRADIENTS, judged -> false),
  EXPLODING_GRADIENTS(Pattern.EXPLODING_GRADIENTS, judged -> false),
  DEAD(
      Pattern.DEAD_FROM_START,
      judged -> judged.run().ailment() == Ailment.DEAD_LAYER && judged.run().network().hasRelus()),
  SATURATED(
      Pattern.SATURATED,
      judged -> judged.run().ailment() == Ailment.BYTES && !judged.run().network().hasRelus()),
  TOO_SMALL(
      Pattern.UPDATES_TOO_SMALL,
      judged -> judged.run().lr() < 1e-3 && judged.run().stepping() == Stepping.SGD),
  TOO_LARGE(
      Pattern.UPDATES_TOO_LARGE, judged -> judged.run().lr() >= 2 || judged.run().lr() == 0.2),
  DRIFT(Pattern.DRIFT, judged -> judged.run().ailment() == Ailment.OTHER_VALIDATION),
  INPUT(Pattern.INPUT_SCALE, judged -> judged.run().ailment() == Ailment.BYTES),
  NEVER_LEARNS(Pattern.NEVER_LEARNS, judged -> judged.run().ailment() == Ailment.FROZEN_BODY),
  NEVER_RUNS(Pattern.NEVER_RUNS, judged -> false);

  final Pattern pattern;
  final Predicate<Judged> cause;

  Cause(Pattern pattern, Predicate<Judged> cause) {
    this.pattern = pattern;
    this.cause = cause;
  }
}
