package dev.millrace.stack.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DumpReaderTest {

    private static DumpReader.Insert first(String dump) throws IOException {
        return Objects.requireNonNull(new DumpReader(new StringReader(dump)).next());
    }

    @Test
    void valuesOfEveryKind() throws IOException {
        var insert = first("INSERT INTO `t` (`a`, `b`, `c`, `d`,`e`) VALUES (1,-2.5e3,NULL,0x00FFa0,'x');");
        assertThat(insert.table()).isEqualTo("t");
        assertThat(insert.columns()).containsExactly("a", "b", "c", "d", "e");
        var row = insert.rows().getFirst();
        assertThat(row.subList(0, 3)).containsExactly("1", "-2.5e3", null);
        assertThat(row.get(3)).isEqualTo(new byte[] {0, (byte) 0xFF, (byte) 0xA0});
        assertThat(row.get(4)).isEqualTo("x");
    }

    @Test
    void quotesAndEscapes() throws IOException {
        var row = first(
                        "INSERT INTO `t` (`a`,`b`,`c`,`d`) VALUES ('it\\'s \\\"ok\\\"','don''t','a\\\\b\\n\\0',');--');")
                .rows()
                .getFirst();
        assertThat(row).containsExactly("it's \"ok\"", "don't", "a\\b\n\0", ");--");
    }

    @Test
    void likePatternsKeepTheirBackslash() throws IOException {
        assertThat(first("INSERT INTO `t` (`a`) VALUES ('50\\% \\_x');").rows().getFirst())
                .containsExactly("50\\% \\_x");
    }

    @Test
    void manyRowsOverLinesWithTextInAnyScript() throws IOException {
        var rows = first("INSERT INTO `t` (`a`,`b`) VALUES (1,'שלום'),\n (2,'数据, (x)'),\n(3,'');")
                .rows();
        assertThat(rows).hasSize(3);
        assertThat(rows.get(1)).containsExactly("2", "数据, (x)");
        assertThat(rows.get(2)).containsExactly("3", "");
    }

    @Test
    void otherStatementsAndCommentsAreSkipped() throws IOException {
        DumpReader dump = new DumpReader(new StringReader("""
                -- a dump; with a semicolon 'and a quote
                /*!40101 SET NAMES utf8mb4 */;
                DROP TABLE IF EXISTS `t`;
                CREATE TABLE `t` (`a` varchar(9) DEFAULT 'x;y', `b` int COMMENT "INSERT INTO");
                INSERT INTO `t` (`a`) VALUES ('1');
                /* INSERT INTO `t` (`a`) VALUES ('2'); */
                INSERT INTO `u` (`a`) VALUES ('3');
                """));
        assertThat(Objects.requireNonNull(dump.next()).table()).isEqualTo("t");
        assertThat(Objects.requireNonNull(dump.next()).table()).isEqualTo("u");
        assertThat(dump.next()).isNull();
    }

    @Test
    void brokenDumpsAreRefused() {
        assertThatThrownBy(() -> first("INSERT INTO `t` (`a`) VALUES ('1")).hasMessageContaining("ends inside");
        assertThatThrownBy(() -> first("INSERT INTO `t` (`a`,`b`) VALUES (1);")).hasMessageContaining("1 values for 2");
        assertThatThrownBy(() -> first("INSERT INTO `t` (`a`) SELECT 1;")).hasMessageContaining("expected VALUES");
    }
}
