package ai.miniai.data.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {
  private static final TableColumns COLUMNS = new TableColumns(List.of("age"), List.of("town"));

  @TempDir Path folder;

  private Path file(String text) {
    return file(text, UTF_8);
  }

  private Path file(String text, Charset charset) {
    Path file = folder.resolve("table.csv");
    try {
      Files.writeString(file, text, charset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private Table read(String text) {
    return CsvFile.of(file(text)).read(COLUMNS);
  }

  private static void assertRow(Table table, int row, double age, String town) {
    assertThat(table.number("age", row)).hasValue(age);
    assertThat(table.text("town", row)).hasValue(town);
  }

  // ---------------------------------------------------------------- what a file may look like

  @Test
  void findsColumnsByTheirNamesAndLeavesOutOthers() {
    // WHEN
    Table table = read("town,id,age\nRome,x,30\nOslo,y,-4.5e1\n");
    // THEN
    assertThat(table.size()).isEqualTo(2);
    assertThat(table.columns()).isEqualTo(COLUMNS);
    assertRow(table, 0, 30, "Rome");
    assertRow(table, 1, -45, "Oslo");
  }

  @Test
  void quotesHoldSeparatorsLineBreaksAndQuotes() {
    // WHEN
    Table table =
        read("age,town\r\n1,\"New York, N. Y.\"\r\n\"2\",\"a \"\"b\"\"\nc\"\r\n3, x \r\n4,\" x \"");
    // THEN
    assertRow(table, 0, 1, "New York, N. Y.");
    assertRow(table, 1, 2, "a \"b\"\nc");
    assertRow(table, 2, 3, "x");
    assertRow(table, 3, 4, " x ");
  }

  @Test
  void aByteOrderMarkIsNoPartOfAName() {
    assertRow(read("\uFEFFage,town\n1,a\n"), 0, 1, "a");
    assertRow(read("\uFEFF\"age\",town\n1,a\n"), 0, 1, "a");
    assertRow(CsvFile.of(file("age,town\n1,é\n", UTF_16)).charset(UTF_16).read(COLUMNS), 0, 1, "é");
  }

  @Test
  void otherSeparatorsAndCharacterSets() {
    // GIVEN
    Path file = file("age;town\n1,5;Zürich\n".replace("1,5", "1.5"), ISO_8859_1);
    // WHEN, THEN
    assertRow(CsvFile.of(file).separator(';').charset(ISO_8859_1).read(COLUMNS), 0, 1.5, "Zürich");
    assertRow(
        CsvFile.of(file("age\ttown\n2\t\ta".replace("\t\t", "\t"))).separator('\t').read(COLUMNS),
        0,
        2,
        "a");
  }

  @Test
  void emptyLinesAreLeftOut() {
    assertThat(read("\nage,town\n\n1,a\n\n").size()).isEqualTo(1);
  }

  @Test
  void someTextsStandForAMissingValue() {
    // WHEN
    Table table = read("age,town\n,\nNA,null\nnan,NaN\n1,None\n");
    // THEN
    for (int row = 0; row < 3; row++) {
      assertThat(table.number("age", row)).isEmpty();
      assertThat(table.text("town", row)).isEmpty();
    }
    assertThat(table.text("town", 3)).hasValue("None");
  }

  @Test
  void otherTextsMayStandForAMissingValue() {
    // WHEN
    Table table = CsvFile.of(file("age,town\n?,?\n1,NA\n")).missing(Set.of("?")).read(COLUMNS);
    // THEN
    assertThat(table.number("age", 0)).isEmpty();
    assertThat(table.text("town", 0)).isEmpty();
    assertThat(table.text("town", 1)).hasValue("NA");
  }

  @Test
  void aFileMayHaveNamesOnly() {
    assertThat(read("age,town").size()).isZero();
  }

  @Property
  void quotedTextsComeBackAsTheyWere(
      @ForAll
          List<@Chars({'a', 'é', '漢', '"', ',', ';', ' ', '\t', '\n', '\r', '\uFEFF'}) String>
              texts)
      throws IOException {
    // GIVEN
    List<String> lines = new ArrayList<>(List.of("\"town\",age"));
    texts.forEach(text -> lines.add("\"" + text.replace("\"", "\"\"") + "\",1"));
    try (FileSystem memory = Jimfs.newFileSystem()) {
      Path file = Files.write(memory.getPath("table.csv"), lines);
      // WHEN
      Table table = CsvFile.of(file).missing(Set.of()).read(COLUMNS);
      // THEN
      assertThat(
              IntStream.range(0, table.size()).mapToObj(i -> table.text("town", i).orElseThrow()))
          .containsExactlyElementsOf(texts);
    }
  }

  // ---------------------------------------------------------------- mistakes

  private AbstractThrowableAssert<?, ?> assertRefused(String text) {
    return assertThatThrownBy(() -> read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesRowLineAndColumnOfATextThatIsNoNumber() {
    Path file = folder.resolve("table.csv");
    assertRefused("age,town\n1,\"a\nb\"\n\ntwo,c\n")
        .hasMessage(
            "row 1 (line 5 of %s), column \"age\": expected a finite number, got \"two\"", file);
    assertRefused("age,town\n1d,a")
        .hasMessageContaining("row 0 (line 2 of")
        .hasMessageContaining("got \"1d\"");
    assertRefused("age,town\n1.000,a\n\"1,5\",b")
        .hasMessageContaining("row 1")
        .hasMessageContaining("got \"1,5\"");
    assertRefused("age,town\n-Infinity,a").hasMessageContaining("got \"-Infinity\"");
  }

  @Test
  void refusesAnEmptyFile() {
    assertRefused("")
        .hasMessageEndingWith(
            "table.csv is empty: its first line should have the names of the columns");
    assertRefused("\uFEFF\n").hasMessageContaining("is empty");
  }

  @Test
  void refusesAFileWithoutAColumn() {
    assertRefused("age,city\n1,a")
        .hasMessageEndingWith("table.csv has no column \"town\", only [age, city]");
    assertRefused("age;town\n1;a")
        .hasMessageEndingWith(
            "table.csv has no column \"age\", only [age;town]: does another separator than ','"
                + " divide it?");
  }

  @Test
  void refusesAColumnThatIsThereTwice() {
    assertRefused("age,town,age\n1,a,2")
        .hasMessageEndingWith("table.csv has two columns \"age\": rename one of them");
    assertThat(read("age,id,id,town\n1,2,3,a").size()).isEqualTo(1);
  }

  @Test
  void refusesARowOfAnotherLength() {
    assertRefused("age,town\n1,a\n2,b,c\n")
        .hasMessage(
            "row 1 (line 3 of %s) has 3 values, but there are 2 columns: does a text contain a"
                + " separator without being in quotes?",
            folder.resolve("table.csv"));
    assertRefused("age,town\n1\n")
        .hasMessageContaining("row 0 (line 2")
        .hasMessageContaining("has 1 values");
  }

  @Test
  void refusesARowWithoutItsTarget() {
    for (TableColumns columns : List.of(COLUMNS.predictClass("y"), COLUMNS.predictNumber("y"))) {
      assertThatThrownBy(() -> CsvFile.of(file("age,town,y\n1,a,3\n1,a,\n")).read(columns))
          .hasMessageContaining("row 1 (line 3")
          .hasMessageEndingWith(
              "column \"y\": the target is missing: leave out such rows, or read the table without"
                  + " its target");
    }
  }

  @Test
  void saysWhyAFileCannotBeRead() {
    assertThatThrownBy(() -> CsvFile.of(folder.resolve("none.csv")).read(COLUMNS))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot read %s: there is no such file", folder.resolve("none.csv"));
    assertThatThrownBy(() -> CsvFile.of(file("age,town\n1,ü", ISO_8859_1)).read(COLUMNS))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageEndingWith("it is not a text in UTF-8: give its charset(...)");
    assertThatThrownBy(() -> read("age,town\n1,\"a\n2,b\n"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("EOF reached before encapsulated token finished");
  }

  @Test
  void refusesASeparatorThatIsNone() {
    assertThatThrownBy(() -> CsvFile.of(folder).separator('"'))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give another separator");
  }
}
