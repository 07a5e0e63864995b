package dev.ggen.registry.search;

import java.util.List;

/**
 * One word of a name or text, in lower case and without accents.
 *
 * @param whole the word: {@code httpclient} for {@code HttpClient}
 * @param parts what it consists of by its own case and digits: {@code http}, {@code client}; empty
 *     if it is of one piece
 */
record Word(String whole, List<String> parts) {}
