package ai.miniai.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Linear;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.parallel.DataParallel;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.Recording;
import ai.miniai.recording.RunRecord;
import com.google.common.primitives.Doubles;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One doctor examines what all ranks have recorded. */
class DoctorOfRanksTest {
  private static final int RANKS = 3;
  private static final int ALONE = -1;
  private static final double TOO_LARGE = 100;

  private final Map<Integer, Integer> reports = new ConcurrentHashMap<>();

  private static Dataset points() {
    float[] values = new Generator(1).normal(400, 0, 1);
    return Dataset.of(
        IntStream.range(0, 100)
            .mapToObj(
                i -> Sample.of(Arrays.copyOfRange(values, 4 * i, 4 * i + 4), new long[] {4}, i % 3))
            .toList());
  }

  private static DataLoaders data() {
    return new DataLoaders(DataLoader.of(points(), 10).shuffle(true), DataLoader.of(points(), 20));
  }

  private static TrainLearner learner(DataLoaders dls, double lr, DoctorCB doctor) {
    return new TrainLearner(
        new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 3)),
        dls,
        Losses::crossEntropy,
        lr,
        doctor);
  }

  private DoctorCB doctor(int rank) {
    return new DoctorCB().every(1).onDiagnosis(found -> reports.merge(rank, 1, Integer::sum));
  }

  private DoctorCB fitOne(double lr) {
    Seed.set(3);
    DoctorCB alone = doctor(ALONE);
    learner(data(), lr, alone).fit(3);
    return alone;
  }

  /** The doctor of rank 0. */
  private DoctorCB fitRanks(double lr) {
    Map<Integer, DoctorCB> doctors = new ConcurrentHashMap<>();
    Seed.set(3);
    new DataParallel(RANKS)
        .fit(
            3,
            replica -> {
              DoctorCB own = doctor(replica.rank());
              doctors.put(replica.rank(), own);
              return learner(replica.shard(data()), lr, own);
            });
    assertThat(doctors.get(1).diagnosis().findings()).isEmpty();
    return doctors.get(0);
  }

  @Test
  void onlyRank0ReportsAndFindsWhatOneLearnerHas() {
    DoctorCB alone = fitOne(TOO_LARGE);
    DoctorCB first = fitRanks(TOO_LARGE);
    assertThat(reports).containsOnlyKeys(ALONE, 0);
    assertThat(headline(first)).isEqualTo(headline(alone));
  }

  private static Pattern headline(DoctorCB doctor) {
    return doctor.diagnosis().headline().orElseThrow().pattern();
  }

  @Test
  void theRecordIsThatOfOneLearner() {
    RunRecord wanted = fitOne(0.1).record();
    RunRecord record = fitRanks(0.1).record();
    assertThat(record.recordings()).hasSameSizeAs(wanted.recordings());
    for (int i = 0; i < wanted.recordings().size(); i++) {
      Recording one = wanted.recordings().get(i);
      Recording together = record.recordings().get(i);
      assertThat(together.quantity()).isEqualTo(one.quantity());
      assertThat(together.columns()).isEqualTo(one.columns());
      for (int layer = 0; layer < one.layers().size(); layer++) {
        assertThat(sizes(together, layer)).as("%s", one.quantity()).isEqualTo(sizes(one, layer));
      }
    }
    assertThat(Doubles.toArray(record.losses().training()))
        .containsExactly(Doubles.toArray(wanted.losses().training()), within(1e-5));
    assertThat(validation(record)).containsExactly(validation(wanted), within(1e-5));
  }

  /** The number of values in each column. */
  private static long[] sizes(Recording recording, int layer) {
    return recording.layers().get(layer).columns().stream().mapToLong(Distribution::size).toArray();
  }

  private static double[] validation(RunRecord record) {
    return record.losses().validation().stream()
        .mapToDouble(LossHistory.Validation::loss)
        .toArray();
  }
}
