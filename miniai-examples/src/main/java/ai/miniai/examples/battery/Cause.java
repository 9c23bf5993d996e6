package ai.miniai.examples.battery;

import java.util.function.Predicate;

/** The patterns that are known to be caused by the fault of a run. */
enum Cause {
  NON_FINITE("non-finite values", judged -> false),
  RISE_AND_CRASH("rise and crash", judged -> false),
  PLATEAU("chance-level plateau", judged -> judged.accuracy() < 0.15),
  EXPLODING("exploding", judged -> judged.run().ailment() == Ailment.BYTES),
  VANISHING(
      "vanishing from the start",
      judged -> judged.run().start() == Start.TINY && judged.run().network().isDeepAndPlain()),
  VANISHING_GRADIENTS("vanishing gradients", judged -> false),
  EXPLODING_GRADIENTS("exploding gradients", judged -> false),
  DEAD(
      "dead units",
      judged -> judged.run().ailment() == Ailment.DEAD_LAYER && judged.run().network().hasRelus()),
  SATURATED(
      "saturated activations",
      judged -> judged.run().ailment() == Ailment.BYTES && !judged.run().network().hasRelus()),
  TOO_SMALL(
      "updates too small",
      judged -> judged.run().lr() < 1e-3 && judged.run().stepping() == Stepping.SGD),
  TOO_LARGE("updates too large", judged -> judged.run().lr() >= 2 || judged.run().lr() == 0.2),
  DRIFT(
      "training and validation differ",
      judged -> judged.run().ailment() == Ailment.OTHER_VALIDATION),
  INPUT("input not normalised", judged -> judged.run().ailment() == Ailment.BYTES),
  NEVER_LEARNS("layer never learns", judged -> judged.run().ailment() == Ailment.FROZEN_BODY),
  NEVER_RUNS("layer never runs", judged -> false);

  final String pattern;
  final Predicate<Judged> cause;

  Cause(String pattern, Predicate<Judged> cause) {
    this.pattern = pattern;
    this.cause = cause;
  }
}
