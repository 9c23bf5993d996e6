package ai.miniai.data.fashion;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.data.Mutations;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a file, the error names it, and nothing of it is taken for whole. */
@Tag("slow")
class DamagedArchivesTest {
  private static final int FILES = 600;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Idx.Type.class)
  void namesADamagedIdxFile(Idx.Type type) throws IOException {
    byte[] whole = IdxBytes.file(type.code, new int[] {3, 5}, new byte[15 * type.bytes]);
    Path file = directory.resolve("x.idx");
    Mutations mutations = new Mutations(type.code);
    for (int i = 0; i < FILES; i++) {
      boolean packed = i % 2 == 1;
      byte[] damaged =
          packed
              ? (i % 4 == 1
                  ? mutations.damage(IdxBytes.gzip(whole))
                  : IdxBytes.gzip(mutations.damage(whole)))
              : mutations.damage(whole);
      Files.write(file, damaged);
      try {
        Idx idx = Idx.read(file);
        assertThat(idx.length()).isEqualTo(product(idx.shape()));
      } catch (IOException e) {
        assertThat(e).isInstanceOf(DamagedFileException.class).hasMessageStartingWith(file + ": ");
      }
    }
  }

  private static int product(long... shape) {
    long product = 1;
    for (long axis : shape) {
      product *= axis;
    }
    return (int) product;
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.tar", "data.tar.gz", "data.tar.xz"})
  void unpacksADamagedPackageWholeOrNotAtAll(String member) throws IOException {
    byte[] content = IdxBytes.random(1, 3000);
    Path deb = directory.resolve("x.deb");
    Deb.write(deb, member, Map.of("./usr/share/a.gz", content));
    byte[] whole = Files.readAllBytes(deb);
    Mutations mutations = new Mutations(member.length());
    for (int i = 0; i < FILES; i++) {
      Path into = Files.createDirectory(directory.resolve("into"));
      Files.write(deb, mutations.damage(whole));
      try {
        new DebPackage(deb).unpack(Set.of("a.gz"), into, 1 << 20);
        assertThat(into.resolve("a.gz")).isRegularFile();
      } catch (IOException e) {
        assertThat(e.getMessage()).contains(deb.toString());
        assertThat(into).isEmptyDirectory();
      }
      MoreFiles.deleteRecursively(into, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  @Test
  void takesNoDamagedFileOfADataSetForWhole() throws IOException {
    byte[] whole = IdxBytes.random(2, 500);
    byte[] packed = IdxBytes.gzip(whole);
    DataFile known = new DataFile("x", whole.length, Hashing.sha256().hashBytes(whole).toString());
    Path file = directory.resolve("x.gz");
    Mutations mutations = new Mutations(1);
    for (int i = 0; i < FILES; i++) {
      Files.write(file, mutations.damage(packed));
      try {
        assertThat(known.readFrom(directory).toString()).isEqualTo("UBYTE [500]");
      } catch (IOException e) {
        assertThat(e).isInstanceOf(DamagedFileException.class).hasMessageStartingWith(file + ": ");
      }
    }
  }
}
