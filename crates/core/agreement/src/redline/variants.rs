//! Forms of one character: kanji before and after the reforms of 1946 to 2010, and widths.

use unicode_normalization::UnicodeNormalization;

/// An older or otherwise variant form, then the form of the Jōyō table: what is met in treaties,
/// statutes and names. Where the reforms wrote several words with one kanji (辨, 辯, 瓣 → 弁), the
/// difference is one of wording and not here.
const PAIRS: &str = "\
    祕秘 國国 圀国 會会 條条 號号 縣県 關関 體体 軆体 變変 區区 實実 傳伝 當当 應応 效効 總総 證証 譯訳 \
    讓譲 發発 獨独 對対 圖図 學学 斈学 數数 廣広 齋斎 邊辺 邉辺 萬万 與与 亞亜 惡悪 壓圧 圍囲 醫医 壹壱 \
    隱隠 營営 榮栄 衞衛 驛駅 圓円 鹽塩 奧奥 歐欧 毆殴 橫横 假仮 價価 畫画 壞壊 懷懐 繪絵 擴拡 殼殻 覺覚 \
    樂楽 觀観 寬寛 陷陥 勸勧 卷巻 歡歓 氣気 歸帰 僞偽 戲戯 犧犠 據拠 擧挙 舊旧 狹狭 曉暁 勳勲 徑径 惠恵 \
    溪渓 經経 莖茎 螢蛍 輕軽 繼継 鷄鶏 擊撃 儉倹 劍剣 圈圏 檢検 權権 獻献 硏研 險険 顯顕 驗験 嚴厳 濟済 \
    劑剤 雜雑 產産 參参 慘惨 棧桟 蠶蚕 贊賛 殘残 絲糸 齒歯 兒児 辭辞 濕湿 舍舎 寫写 釋釈 壽寿 收収 從従 \
    澁渋 獸獣 縱縦 肅粛 處処 敍叙 奬奨 將将 燒焼 稱称 乘乗 剩剰 壤壌 孃嬢 淨浄 疊畳 穰穣 釀醸 囑嘱 觸触 \
    寢寝 愼慎 眞真 盡尽 粹粋 醉酔 隨随 髓髄 樞枢 瀨瀬 聲声 靜静 齊斉 攝摂 竊窃 專専 淺浅 潛潜 纖繊 踐践 \
    錢銭 禪禅 雙双 壯壮 搜捜 插挿 爭争 莊荘 裝装 騷騒 增増 藏蔵 臟臓 卽即 屬属 續続 墮堕 帶帯 滯滞 臺台 \
    瀧滝 擇択 澤沢 單単 擔担 膽胆 團団 彈弾 斷断 癡痴 晝昼 蟲虫 鑄鋳 廳庁 聽聴 敕勅 鎭鎮 遞逓 鐵鉄 轉転 \
    點点 黨党 盜盗 燈灯 稻稲 德徳 讀読 屆届 貳弐 惱悩 腦脳 霸覇 廢廃 拜拝 賣売 麥麦 髮髪 拔抜 蠻蛮 濱浜 \
    甁瓶 拂払 佛仏 竝並 倂併 餠餅 步歩 寶宝 豐豊 沒没 飜翻 槇槙 每毎 滿満 默黙 彌弥 藥薬 搖揺 樣様 謠謡 \
    來来 賴頼 亂乱 覽覧 龍竜 兩両 獵猟 綠緑 淚涙 壘塁 勵励 禮礼 隸隷 靈霊 齡齢 戀恋 爐炉 勞労 樓楼 郞郎 \
    錄録 灣湾 髙高 﨑崎 戶戸 內内 巢巣 晉晋 冨富 嶋島 濵浜 曾曽 瘦痩 豫予 餘余 缺欠 藝芸 册冊 黃黄 黑黒 \
    歷歴 曆暦 緖緒 祿禄";

/// The text with every character in the form of today, without variation selectors.
pub(super) fn modern(text: &str) -> String {
    let selector = |c: &char| matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
    text.nfc().filter(|c| !selector(c)).map(form).collect()
}

/// The text with full-width letters and half-width kana in their usual width.
pub(super) fn usual_width(text: &str) -> String {
    let folded = text.chars().flat_map(|c| {
        let wide = matches!(c, '\u{3000}' | '\u{ff01}'..='\u{ffee}');
        let usual: String = if wide { c.nfkc().collect() } else { c.into() };
        usual.chars().collect::<Vec<char>>()
    });
    folded.nfc().collect()
}

fn form(c: char) -> char {
    let mut pairs = PAIRS.split_whitespace();
    let known = pairs.find_map(|pair| pair.strip_prefix(c));
    known.and_then(|now| now.chars().next()).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_two_characters_and_end_in_one_form() {
        for pair in PAIRS.split_whitespace() {
            let all: Vec<char> = pair.chars().collect();
            assert_eq!(all.len(), 2, "{pair}");
            assert_ne!(all[0], all[1], "{pair}");
            assert_eq!(form(all[1]), all[1], "{pair}");
        }
        let mut all: Vec<char> = PAIRS
            .split_whitespace()
            .filter_map(|p| p.chars().next())
            .collect();
        let before = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), before, "twice");
    }

    #[test]
    fn forms_and_widths() {
        assert_eq!(modern("極祕、國會、第四條"), "極秘、国会、第四条");
        assert_eq!(modern("葛\u{e0100}飾"), "葛飾");
        assert_eq!(modern("\u{fa19}"), "神");
        assert_eq!(usual_width("ＡＢＣ１ ｶﾞｲﾄﾞ（10²）"), "ABC1 ガイド(10²)");
    }
}
