package ai.miniai.treatment;

import ai.miniai.doctor.Numbers;
import ai.miniai.doctor.Remedy;
import ai.miniai.doctor.Remedy.Action;
import ai.miniai.optim.AdamW;
import ai.miniai.setup.RunSetup;
import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;

/**
 * Remedies that are tried together in one training.
 *
 * @param remedies the remedies, at most one for each action, and one for the learning rate
 * @param setup how the run without remedies is set up, as far as it is known
 */
public record Prescription(List<Remedy> remedies, RunSetup setup) {
  /** No remedy: training as it is. */
  public static final Prescription NONE = new Prescription(ImmutableList.of(), RunSetup.UNKNOWN);

  /** How many times as long as before {@link Action#MORE_EPOCHS} trains. */
  private static final int LONGER = 3;

  /** The learning rate for {@link AdamW}, PyTorch's default. */
  private static final double ADAM = 1e-3;

  /** A factor that differs from 1 by less is none. */
  private static final double SAME = 1e-9;

  /** Copies the list. */
  public Prescription {
    remedies = ImmutableList.copyOf(remedies);
  }

  /** Whether it contains a remedy for this action. */
  public boolean has(Action action) {
    return remedy(action).isPresent();
  }

  /** The remedy for this action. */
  public Optional<Remedy> remedy(Action action) {
    return remedies.stream().filter(remedy -> remedy.action() == action).findFirst();
  }

  /** The factor for the learning rate; 1 if it stays. */
  double rateFactor() {
    return remedies.stream()
        .filter(Remedy::isOfRate)
        .mapToDouble(Remedy::factor)
        .findFirst()
        .orElse(1);
  }

  /**
   * The learning rate to use instead of {@code lr}, rounded to two digits; with a new optimizer, a
   * rate for that.
   */
  public double rate(double lr) {
    double base = has(Action.CHANGE_OPTIMIZER) ? ADAM : lr;
    return rateFactor() == 1 ? base : Numbers.rate(base * rateFactor());
  }

  /** The number of epochs to use instead of {@code epochs}. */
  public int epochs(int epochs) {
    return has(Action.MORE_EPOCHS) ? Math.multiplyExact(epochs, LONGER) : epochs;
  }

  /** Also with this remedy. Factors for the learning rate are multiplied. */
  Prescription plus(Remedy remedy) {
    if (!remedy.isOfRate()) {
      return has(remedy.action()) || (isOfOutput(remedy.action()) && changesOutput())
          ? this
          : new Prescription(
              ImmutableList.<Remedy>builder().addAll(remedies).add(remedy).build(), setup);
    }
    double factor = rateFactor() * remedy.factor();
    ImmutableList.Builder<Remedy> all = ImmutableList.builder();
    remedies.stream().filter(one -> !one.isOfRate()).forEach(all::add);
    if (Math.abs(factor - 1) > SAME) {
      all.add(
          new Remedy(factor < 1 ? Action.LOWER_RATE : Action.RAISE_RATE, factor, remedy.detail()));
    }
    return new Prescription(all.build(), setup);
  }

  private boolean changesOutput() {
    return remedies.stream().map(Remedy::action).anyMatch(Prescription::isOfOutput);
  }

  private static boolean isOfOutput(Action action) {
    return action == Action.CHANGE_OUTPUT || action == Action.CHANGE_OUTPUT_OR_LOSS;
  }

  /** The same remedies for a run that is set up so. */
  Prescription with(RunSetup known) {
    return new Prescription(remedies, known);
  }

  /** What it changes, such as "learning rate 0.2 instead of 0.6, new initial weights". */
  @Override
  public String toString() {
    return remedies.isEmpty()
        ? "as it is"
        : Joiner.on(", ").join(remedies.stream().map(one -> Wording.change(one, this)).toList());
  }
}
