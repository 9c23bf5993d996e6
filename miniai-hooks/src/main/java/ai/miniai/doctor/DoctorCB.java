package ai.miniai.doctor;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.histogram.Bins;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.Cadence;
import ai.miniai.hooks.GradientStats;
import ai.miniai.hooks.ParameterStats;
import ai.miniai.nn.Module;
import ai.miniai.nn.Stateful;
import ai.miniai.recording.DistributionRecorder;
import ai.miniai.recording.Place;
import ai.miniai.recording.Quantity;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.RunRecorderCB;
import ai.miniai.recording.SafeRecorder;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Watches a fit, and says when it goes wrong: what, where, what it means and what to try. One line:
 *
 * <pre>{@code
 * learn.fit(3, new DoctorCB());      // prints its findings
 * learn.fit(3, new DoctorCB(true));  // also stops a fit that is lost
 * }</pre>
 *
 * <p>It records for itself, of all modules without children what they put out and the gradients of
 * that, and of all parameters what a step changes: of all batches at first, and later of one in ten
 * ({@link #at}). {@link #record} gives it away afterwards. Each pattern is told of once, and again
 * if it has become worse. What it cannot record it skips, and if it fails itself the training goes
 * on without it; what the listener throws ends the fit.
 */
public final class DoctorCB extends Callback implements Stateful {
  /** What is recorded if nothing is said: the first 100 batches of a fit, then one in ten. */
  public static final Cadence CADENCE = new Cadence(10, 100);

  private final boolean stop;
  private final Doctor doctor = new Doctor();
  private final ActivationStats activations =
      new ActivationStats(DoctorCB::isLeaf, Bins.DEFAULT, true, true);
  private final GradientStats gradients = new GradientStats(DoctorCB::isLeaf);
  private final ParameterStats parameters = new ParameterStats();
  private final RunRecorderCB run = new RunRecorderCB(activations, gradients, parameters);
  private final DistributionRecorder input = new DistributionRecorder(Quantity.ACTIVATIONS);
  private final SafeRecorder safeInput = new SafeRecorder("DoctorCB", input);
  private Cadence cadence = CADENCE;
  private final Map<String, Finding> told = new LinkedHashMap<>();
  private Consumer<? super Finding> listener = System.out::println;
  private int next;
  private int planned;
  private boolean done;

  /** Prints its findings. */
  public DoctorCB() {
    this(false);
  }

  /**
   * Prints its findings.
   *
   * @param stop whether a fit that is found {@link Severity#SICK} is cancelled, with the finding as
   *     the reason
   */
  public DoctorCB(boolean stop) {
    this.stop = stop;
    at(CADENCE);
  }

  /** Hands findings to {@code listener} instead of printing them; it may cancel the fit. */
  public DoctorCB onFinding(Consumer<? super Finding> listener) {
    this.listener = listener;
    return this;
  }

  /** Records only every {@code n}-th batch of each pass, from the first on. */
  public DoctorCB every(int n) {
    return at(new Cadence(n, 0));
  }

  /** Records the batches of this cadence instead of {@link #CADENCE}. */
  public DoctorCB at(Cadence batches) {
    cadence = batches;
    activations.at(batches);
    gradients.at(batches);
    parameters.at(batches);
    return this;
  }

  private static boolean isLeaf(Module module) {
    return module.children().isEmpty();
  }

  @Override
  public boolean inTryOut() {
    return false;
  }

  @Override
  protected List<? extends Callback> companions() {
    return ImmutableList.of(activations, gradients, parameters, run);
  }

  @Override
  public void beforeFit() {
    told.clear();
    safeInput.begin(ImmutableList.of(Vitals.INPUT));
    next = Doctor.firstExamination();
    planned = learn().epochs() * learn().dls().train().size();
  }

  @Override
  public void beforeBatch() {
    done = false;
  }

  @Override
  public void afterPredict() {
    Tensor x = batch().x();
    if (cadence.includes(learn()) && x.dataType().isFPType()) {
      safeInput.beginColumn(new Place(epoch(), learn().iteration(), training()));
      safeInput.add(Vitals.INPUT, x);
    }
  }

  @Override
  public void afterBatch() {
    done = training();
  }

  /** What was asked for in the batch has been read by now, or is to be read at once. */
  @Override
  public void cleanupBatch() {
    int batches = epoch() * learn().dls().train().size() + learn().iteration() + 1;
    if (done && batches >= next) {
      next = Doctor.nextExamination(batches);
      examine();
      if (stop) {
        told.values().stream()
            .filter(finding -> finding.severity() == Severity.SICK)
            .findFirst()
            .ifPresent(DoctorCB::cancel);
      }
    }
  }

  private static void cancel(Finding finding) {
    throw new CancelFitException("the doctor found " + finding.headline());
  }

  @Override
  public void cleanupFit() {
    examine();
  }

  private void examine() {
    List<Finding> findings = new ArrayList<>();
    safeInput.guard(
        () -> findings.addAll(doctor.examine(Vitals.of(record(), Integer.MAX_VALUE, planned))));
    for (Finding finding : findings) {
      if (Doctor.keepWorse(told, finding)) {
        listener.accept(finding);
      }
    }
  }

  /** All findings of the last fit so far, the worst first. */
  public ImmutableList<Finding> findings() {
    return Doctor.worstFirst(told.values());
  }

  /** What was recorded of the last fit so far; the inputs are the first layer, "(input)". */
  public RunRecord record() {
    RunRecord record = run.record();
    return new RunRecord(
        record.recordings().stream()
            .map(recording -> Inputs.among(recording, input.recording()))
            .collect(ImmutableList.toImmutableList()),
        record.losses(),
        record.classes(),
        record.nanos());
  }

  /** What is known of the inputs; the companions keep all else. */
  @Override
  public Map<String, Tensor> stateDict() {
    return input.stateDict();
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    input.loadStateDict(state);
  }
}
