package dev.ggen.registry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges mean what they mean to npm. */
class VersionRangeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          ^1.2.3         ; 1.2.3  ; true
          ^1.2.3         ; 1.9.0  ; true
          ^1.2.3         ; 2.0.0  ; false
          ^1.2.3         ; 1.2.2  ; false
          ^1.2           ; 1.2.0  ; true
          ^1             ; 1.0.0  ; true
          ^0.2.3         ; 0.2.9  ; true
          ^0.2.3         ; 0.3.0  ; false
          ^0.0.3         ; 0.0.3  ; true
          ^0.0.3         ; 0.0.4  ; false
          ^0.0           ; 0.0.9  ; true
          ^0.0           ; 0.1.0  ; false
          ~1.2.3         ; 1.2.9  ; true
          ~1.2.3         ; 1.3.0  ; false
          ~1             ; 1.9.9  ; true
          ~1             ; 2.0.0  ; false
          1.2.3          ; 1.2.3  ; true
          =1.2.3         ; 1.2.3  ; true
          1.2.3          ; 1.2.4  ; false
          1.2            ; 1.2.7  ; true
          1.2            ; 1.3.0  ; false
          1.x            ; 1.5.0  ; true
          1.x            ; 2.0.0  ; false
          1.2.x          ; 1.2.5  ; true
          1.2.*          ; 1.3.0  ; false
          *              ; 0.0.1  ; true
          *              ; 9.9.9  ; true
          x              ; 3.0.0  ; true
          ^0.0.x         ; 0.0.9  ; true
          ^0.x           ; 0.9.0  ; true
          ^0             ; 0.9.0  ; true
          ^0             ; 1.0.0  ; false
          ^0.x           ; 1.0.0  ; false
          ^1.x           ; 1.9.0  ; true
          ~1.x           ; 2.0.0  ; false
          1 - 2          ; 2.9.9  ; true
          1 - 2          ; 3.0.0  ; false
          1.2 - 2.3.4    ; 2.3.4  ; true
          1.2 - 2.3.4    ; 2.3.5  ; false
          1.2.3 - 2.3    ; 2.3.9  ; true
          >=1 <3         ; 2.9.9  ; true
          >=1 <3         ; 3.0.0  ; false
          >=1.0.0, <3    ; 1.5.0  ; true
          >1.2           ; 1.2.9  ; false
          >1.2           ; 1.3.0  ; true
          <=1.2          ; 1.2.9  ; true
          <=1.2          ; 1.3.0  ; false
          <1.2           ; 1.1.9  ; true
          <1.2           ; 1.2.0  ; false
          >= 1.2.3       ; 1.2.3  ; true
          ^1 || ^3       ; 3.1.0  ; true
          ^1 || ^3       ; 2.1.0  ; false
          ^1.2.3-beta.2  ; 1.2.3-beta.4 ; true
          ^1.2.3-beta.2  ; 1.2.4-beta.2 ; false
          ^1.2.3-beta.2  ; 1.2.3  ; true
          ^1             ; 1.5.0-rc.1 ; false
          *              ; 1.0.0-rc.1 ; false
          >=1.0.0-rc.1   ; 1.0.0-rc.2 ; true
          ^*             ; 3.1.0  ; true
          >=*            ; 0.0.1  ; true
          <=*            ; 9.0.0  ; true
          >=x            ; 9.0.0  ; true
          >= x.x         ; 9.0.0  ; true
          ~*             ; 2.0.0  ; true
          >=*            ; 1.0.0-rc.1 ; false
          >*             ; 9.0.0  ; false
          <*             ; 0.0.0  ; false
          < x.x          ; 0.0.0  ; false
          >1.x           ; 2.0.0  ; true
          >1.x           ; 1.9.0  ; false
          1.2.3 - *      ; 1.2.3  ; true
          1.2.3 - *      ; 99.0.0 ; true
          1.2.3 - *      ; 1.2.2  ; false
          * - 2          ; 2.9.0  ; true
          * - 2          ; 3.0.0  ; false
          * - *          ; 3.0.0  ; true
          ^1 ||          ; 7.0.0  ; true
          || ^1          ; 7.0.0  ; true
          1.2.3-0a.-     ; 1.2.3-0a.- ; true
          1.2.3-10       ; 1.2.3-10   ; true
          """)
  void aVersionIsInARangeAsInNpm(String range, String version, boolean included) {
    assertThat(VersionRange.of(range).includes(Version.of(version))).isEqualTo(included);
  }

  @Test
  void anEmptyRangeIsEveryRelease() {
    assertThat(VersionRange.of(" ")).isEqualTo(VersionRange.ANY);
    assertThat(VersionRange.ANY.includes(Version.of("0.0.1"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/rust/",
        "templates/*.sparql",
        "latest",
        "^",
        ">=",
        "1.2.3.4",
        "^^1",
        "1 -",
        "01.2",
        "||x||y",
        "git+ssh://host",
        "1.2.3 foo",
        "99999999999999999999",
        "1.2.3-01",
        "1.2.3-a..b",
        "1.2.3-a.",
        "1.2.3+a..b",
        "~>"
      })
  void whatIsNoRangeIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> VersionRange.of(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("^1.2");
  }

  @Test
  void aRangeIsAsLongAsAllowedAndNoLonger() {
    String longest = "1.0.0 ".repeat(VersionRange.MAX_LENGTH / 6) + "1.0.0";
    String fitting = longest.substring(longest.length() - 6 * (VersionRange.MAX_LENGTH / 6) + 1);
    assertThat(VersionRange.of(fitting).includes(Version.of("1.0.0"))).isTrue();
    String tooLong = "1".repeat(VersionRange.MAX_LENGTH + 1);
    assertThatThrownBy(() -> VersionRange.of(tooLong)).isInstanceOf(InvalidValueException.class);
  }
}
