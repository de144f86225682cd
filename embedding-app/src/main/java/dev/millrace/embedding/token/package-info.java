/// BERT's WordPiece: text → token numbers. Pure.
@NullMarked
package dev.millrace.embedding.token;

import org.jspecify.annotations.NullMarked;
